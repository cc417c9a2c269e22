package dev.headroom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.template.TemplateFile;
import dev.headroom.local.template.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RigTest {
  @TempDir private Path folder;

  @Test
  void of_the_template_nothing_runs_by_itself_but_dead_letters() throws IOException {
    Path muted = folder.resolve("template.yaml");
    Files.writeString(muted, Rig.muted(Files.readString(Path.of("template.yaml"))));

    var triggers =
        TemplateFile.read(muted).resolve(Map.of("JwtIssuer", "http://localhost")).triggers();

    assertThat(triggers)
        .filteredOn(trigger -> !(trigger instanceof Trigger.Route))
        .singleElement()
        .isInstanceOfSatisfying(
            Trigger.QueueSource.class,
            source -> assertThat(source.function()).isEqualTo("DeadLetters"));
  }
}

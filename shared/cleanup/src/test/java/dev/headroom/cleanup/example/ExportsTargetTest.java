package dev.headroom.cleanup.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.targets.CleanupTarget.Scope;
import dev.headroom.digest.Sha256;
import dev.headroom.objects.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTargetTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String FOLDER = "exports/" + Sha256.hex("acme") + "/";

  @TempDir private Path folder;

  @Test
  void old_exports_are_found_and_erased_and_young_ones_kept() throws IOException {
    var objects = new FolderObjectStore(folder);
    put(objects, "2026-10-01", Duration.ofDays(60));
    put(objects, "2026-11-29", Duration.ofDays(1));
    var target = new ExportsTarget(objects);
    var scope = new Scope("acme", NOW.minus(Duration.ofDays(30)), NOW);

    List<String> old =
        target.find(scope, Optional.empty()).found().stream()
            .flatMap(export -> export.objects().stream())
            .map(object -> object.key())
            .toList();
    target.erase(old);

    assertThat(old).containsExactly(FOLDER + "2026-10-01");
    assertThat(objects.get(FOLDER + "2026-10-01")).isEmpty();
    assertThat(objects.get(FOLDER + "2026-11-29")).isPresent();
  }

  private void put(FolderObjectStore objects, String name, Duration age) throws IOException {
    objects.put(FOLDER + name, new byte[10]);
    Files.setLastModifiedTime(folder.resolve(FOLDER + name), FileTime.from(NOW.minus(age)));
  }
}

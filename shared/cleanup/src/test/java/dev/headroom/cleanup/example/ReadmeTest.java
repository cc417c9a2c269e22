package dev.headroom.cleanup.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows code that is compiled and tested, because it is this code. */
class ReadmeTest {
  @Test
  void the_readme_shows_the_target_as_it_is() throws IOException {
    String file =
        Files.readString(
            Path.of(
                "functions/cleanup/src/test/java/dev/headroom/cleanup/example/ExportsTarget.java"));

    assertThat(Files.readString(Path.of("README.md")))
        .contains("```java\n%s\n```".formatted(file.substring(file.indexOf("import ")).strip()));
  }
}

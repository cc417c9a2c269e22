package dev.headroom.cleanup.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README shows code that is compiled and tested, because it is this code. */
class ReadmeTest {
  private static final String FOLDER =
      "functions/cleanup/src/test/java/dev/headroom/cleanup/example/";

  @ParameterizedTest
  @ValueSource(strings = {"ExportsTarget.java", "ExportsProvider.java"})
  void the_readme_shows_the_example_as_it_is(String file) throws IOException {
    String code = Files.readString(Path.of(FOLDER + file));

    assertThat(Files.readString(Path.of("README.md")))
        .contains("```java\n%s\n```".formatted(code.substring(code.indexOf("import ")).strip()));
  }
}

package dev.headroom.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that the documentation shows are compiled and tested, because they are files. */
class SnippetsTest {
  private static final Set<String> PROGRAMS = Set.of("java", "python");

  record Shown(Path page, Page.Block block) {
    @Override
    public String toString() {
      return page + ": " + block.source().orElse("no source");
    }
  }

  static Stream<Shown> programs() {
    return Page.all().stream()
        .flatMap(page -> page.blocks().stream().map(block -> new Shown(page.file(), block)))
        .filter(
            shown ->
                PROGRAMS.contains(shown.block().language()) || shown.block().source().isPresent());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void a_program_is_shown_as_it_is(Shown shown) throws IOException {
    assertThat(shown.block().source()).as("a comment <!-- from FILE --> above it").isPresent();
    String source = Files.readString(find(shown.block().source().orElseThrow())).strip();

    if (shown.block().code().startsWith("package ")) {
      assertThat(shown.block().code()).isEqualTo(source);
    } else {
      assertThat(indentations(source)).anyMatch(text -> text.contains(shown.block().code()));
    }
  }

  /** Part of a file may stand on a page without its indentation. */
  private static Stream<String> indentations(String source) {
    return Stream.of("", "  ", "    ").map(indentation -> without(indentation, source));
  }

  private static String without(String indentation, String source) {
    return source
        .lines()
        .map(line -> line.startsWith(indentation) ? line.substring(indentation.length()) : line)
        .reduce("", (text, line) -> text + line + "\n");
  }

  private static Path find(String name) throws IOException {
    try (var files = Files.walk(Path.of(""))) {
      List<Path> found =
          files
              .filter(file -> file.endsWith(name))
              .filter(file -> file.toString().contains("src"))
              .toList();
      assertThat(found).as(name).hasSize(1);
      return found.getFirst();
    }
  }
}

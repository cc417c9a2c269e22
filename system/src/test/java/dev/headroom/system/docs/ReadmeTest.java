package dev.headroom.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The README stays as short as a first look, and pages can be read as they are. */
class ReadmeTest {
  private static final int MAX_LINES = 199;
  private static final int MAX_CHARACTERS = 140;

  private final Page readme = Page.read("README.md");

  @Test
  void it_is_short() {
    assertThat(readme.lines()).hasSizeLessThanOrEqualTo(MAX_LINES);
  }

  @Test
  void no_line_of_a_page_is_long() {
    assertThat(Page.all().stream().filter(page -> !page.file().startsWith("benchmarks")))
        .allSatisfy(
            page ->
                assertThat(page.prose())
                    .filteredOn(line -> !line.startsWith("|"))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(MAX_CHARACTERS)));
  }

  @Test
  void its_first_commands_start_the_product_and_run_the_tests() {
    List<String> commands =
        readme.blocks().stream()
            .filter(block -> block.language().equals("bash"))
            .map(Page.Block::code)
            .limit(2)
            .toList();

    assertThat(commands).containsExactly("mvn -Prun", "mvn verify");
  }
}

package dev.headroom.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each link of the documentation leads somewhere. Addresses outside are not looked at. */
class LinksTest {
  private static Optional<String> fault(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path file = page.file().resolveSibling(parts[0]).normalize();
    if (!parts[0].isEmpty() && !Files.exists(file)) {
      return Optional.of("%s links to %s, which is not there".formatted(page.file(), link));
    }
    Page linked = parts[0].isEmpty() || parts.length == 1 ? page : Page.read(file.toString());
    return parts.length == 1 || linked.anchors().contains(parts[1])
        ? Optional.empty()
        : Optional.of("%s links to %s, which has no such anchor".formatted(page.file(), link));
  }

  private static List<String> faults(Page page) {
    return page.links().stream()
        .filter(link -> !link.startsWith("https://"))
        .flatMap(link -> fault(page, link).stream())
        .toList();
  }

  @Test
  void every_file_and_every_anchor_that_is_linked_is_there() {
    assertThat(Page.all().stream().flatMap(page -> faults(page).stream())).isEmpty();
  }

  @Test
  void a_dead_link_and_a_dead_anchor_are_found() {
    var page =
        new Page(
            Path.of("docs/some.md"),
            List.of(
                "# A `heading`, here",
                "[good](#a-heading-here) [good](../README.md#status) [no](#nowhere)",
                "[no](none.md) [outside](https://example.com) `[code](none.md)`",
                "```",
                "[code](none.md)",
                "```",
                "[no]: ../README.md#nowhere"));

    assertThat(faults(page))
        .containsExactly(
            "docs/some.md links to #nowhere, which has no such anchor",
            "docs/some.md links to none.md, which is not there",
            "docs/some.md links to ../README.md#nowhere, which has no such anchor");
  }
}

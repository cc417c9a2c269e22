package dev.headroom.benchmarks;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table in Markdown: text in the first column, numbers in the others. */
final class Table {
  private final StringBuilder text = new StringBuilder();

  Table(String... headings) {
    add(Arrays.stream(headings));
    text.append("|---").append("|---:".repeat(headings.length - 1)).append("|\n");
  }

  Table row(String... cells) {
    add(Arrays.stream(cells));
    return this;
  }

  private void add(Stream<String> cells) {
    text.append(cells.collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** Ends with an empty line. */
  @Override
  public String toString() {
    return text + "\n";
  }
}

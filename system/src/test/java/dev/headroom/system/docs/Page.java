package dev.headroom.system.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation in Markdown. */
record Page(Path file, List<String> lines) {
  private static final String FENCE = "```";
  private static final Pattern SOURCE = Pattern.compile("<!-- from (\\S+) -->");
  private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern DEFINITION = Pattern.compile("^\\[[^\\]]+\\]:\\s+(\\S+)");

  /**
   * A block of code.
   *
   * @param source the file that the page says it is from
   */
  record Block(String language, String code, Optional<String> source) {}

  static Page read(String file) {
    return read(Path.of(file));
  }

  private static Page read(Path file) {
    try {
      return new Page(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all pages whose links are checked. */
  static List<Page> all() {
    return Stream.of("README.md", "CONTRIBUTING.md", "docs", "examples", "benchmarks/results")
        .flatMap(place -> markdown(Path.of(place)))
        .map(Page::read)
        .toList();
  }

  private static Stream<Path> markdown(Path place) {
    try (var files = Files.walk(place)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the blocks of code, in their order. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(FENCE)) {
        int end = endOfBlock(i);
        blocks.add(
            new Block(
                lines.get(i).substring(FENCE.length()),
                String.join("\n", lines.subList(i + 1, end)),
                i == 0 ? Optional.empty() : sourceIn(lines.get(i - 1))));
        i = end;
      }
    }
    return blocks;
  }

  private static Optional<String> sourceIn(String line) {
    return SOURCE.matcher(line).results().map(found -> found.group(1)).findFirst();
  }

  private int endOfBlock(int start) {
    for (int i = start + 1; i < lines.size(); i++) {
      if (lines.get(i).equals(FENCE)) {
        return i;
      }
    }
    throw new AssertionError("%s: the block in line %d has no end".formatted(file, start + 1));
  }

  /** Returns the lines that are in no block of code. */
  List<String> prose() {
    List<String> prose = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(FENCE)) {
        i = endOfBlock(i);
      } else {
        prose.add(lines.get(i));
      }
    }
    return prose;
  }

  /** Returns what the page links to: addresses, files and anchors. */
  List<String> links() {
    return prose().stream()
        .map(line -> INLINE_CODE.matcher(line).replaceAll(""))
        .flatMap(
            line -> Stream.of(LINK, DEFINITION).flatMap(pattern -> pattern.matcher(line).results()))
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  /** Returns the anchors of the headings, as GitHub names them. */
  Set<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new TreeSet<>();
    for (String line : prose()) {
      if (line.startsWith("#")) {
        String name =
            line.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        int times = seen.merge(name, 1, Integer::sum);
        anchors.add(times == 1 ? name : name + "-" + (times - 1));
      }
    }
    return anchors;
  }

  /** Returns the cells of each row of the tables, without the rows of dashes. */
  List<List<String>> rows() {
    return prose().stream()
        .filter(line -> line.startsWith("|") && !line.startsWith("|--"))
        .map(line -> List.of(line.substring(1).split("\\|", -1)))
        .map(cells -> cells.stream().map(String::strip).toList())
        .toList();
  }
}

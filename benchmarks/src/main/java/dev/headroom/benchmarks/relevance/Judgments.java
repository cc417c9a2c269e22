package dev.headroom.benchmarks.relevance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which documents answer which query, and how well: query, document and grade between tabs with a
 * header, as BEIR has them, or without one; or TREC's four columns, whose second says nothing.
 */
final class Judgments {
  private static final Pattern TAB = Pattern.compile("\t");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Path file;
  private final Map<String, Map<String, Integer>> byQuery = new HashMap<>();

  private Judgments(Path file) {
    this.file = file;
  }

  /** Of each judged query, the grade of each judged document. */
  static Map<String, Map<String, Integer>> read(Path file) throws IOException {
    var judgments = new Judgments(file);
    Lines.read(file, judgments::add);
    return judgments.byQuery;
  }

  private void add(String line, long number) throws Malformed {
    String[] cells = (line.contains("\t") ? TAB : BLANKS).split(line.strip(), -1);
    if (cells.length != 3 && cells.length != 4) {
      throw new Malformed(
          file, number, "wanted query, document and grade, or TREC's four columns; got " + line);
    }
    try {
      int grade = Integer.parseInt(cells[cells.length - 1].strip());
      byQuery
          .computeIfAbsent(cells[0].strip(), _ -> new HashMap<>())
          .merge(cells[cells.length - 2].strip(), grade, Math::max);
    } catch (NumberFormatException _) {
      if (number > 1) {
        throw new Malformed(file, number, "wanted a whole number as grade; got " + line);
      }
      // A header has no grade.
    }
  }
}

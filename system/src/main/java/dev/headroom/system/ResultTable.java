package dev.headroom.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found: a line per category, with the chunk that shows it best. */
final class ResultTable {
  private static final int EXAMPLE = 76;

  private static final class Row {
    private long chunks;
    private double confidence;
    private double best = -1;
    private String example = "";
    private String document = "";
  }

  private final Map<String, List<String>> keywords = new LinkedHashMap<>();
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private long documents;
  private long chunksTotal;
  private long chunksMatched;

  /**
   * An empty table.
   *
   * @param taxonomy as it was submitted: its keywords say which part of a chunk is worth showing
   */
  ResultTable(JsonNode taxonomy) {
    for (JsonNode category : taxonomy.path("categories")) {
      List<String> words = new ArrayList<>();
      category.path("keywords").forEach(word -> words.add(word.asText().toLowerCase(Locale.ROOT)));
      keywords.put(category.path("name").asText(), words);
      rows.put(category.path("name").asText(), new Row());
    }
  }

  /** Takes the totals of one job, which stand on every page of its result. */
  void count(JsonNode page) {
    documents += page.path("documents").longValue();
    chunksTotal += page.path("chunks_total").longValue();
    chunksMatched += page.path("chunks_matched").longValue();
  }

  /** Takes the chunks of one page. */
  void look(JsonNode page) {
    for (JsonNode chunk : page.path("chunks")) {
      for (JsonNode matched : chunk.path("categories_matched")) {
        double score = chunk.path("category_scores").path(matched.asText()).doubleValue();
        Row row = rows.computeIfAbsent(matched.asText(), _ -> new Row());
        row.chunks++;
        row.confidence += score;
        if (score > row.best) {
          row.best = score;
          row.example = chunk.path("chunk_text").asText();
          row.document = chunk.path("document_id").asText();
        }
      }
    }
  }

  void print(PrintStream out, Terminal terminal, Duration took) {
    out.printf(
        "%s in %.1f s: %,d documents, %,d chunks, %,d of them with licence terms%n%n",
        terminal.good("Completed"),
        took.toMillis() / 1_000.0,
        documents,
        chunksTotal,
        chunksMatched);
    out.println(
        terminal.bold(
            "  %-26s %6s  %10s  %s".formatted("Category", "Chunks", "Confidence", "Best example")));
    rows.forEach(
        (name, row) -> {
          if (row.chunks == 0) {
            out.printf("  %-26s %,6d  %10s%n", name, 0, "-");
          } else {
            out.printf(
                "  %-26s %,6d  %10.2f  %s%n  %46s%s%n",
                name,
                row.chunks,
                row.confidence / row.chunks,
                excerpt(row.example, keywords.getOrDefault(name, List.of())),
                "",
                row.document);
          }
        });
    out.println();
  }

  /** The words around the first keyword, on one line. */
  private static String excerpt(String text, List<String> words) {
    String line = text.replaceAll("[\\s*#>`]+", " ").strip();
    String lower = line.toLowerCase(Locale.ROOT);
    int keyword = words.stream().mapToInt(lower::indexOf).filter(at -> at >= 0).min().orElse(0);
    int sentence = line.lastIndexOf(". ", keyword) + 1;
    int from = keyword - sentence < EXAMPLE / 2 ? sentence : line.lastIndexOf(' ', keyword - 20);
    String rest = line.substring(Math.max(0, from)).strip();
    return rest.length() <= EXAMPLE ? rest : rest.substring(0, EXAMPLE - 1) + "…";
  }
}

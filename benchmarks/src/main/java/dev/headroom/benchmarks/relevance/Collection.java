package dev.headroom.benchmarks.relevance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A test collection in a folder laid out like BEIR's: {@code corpus.jsonl}, {@code queries.jsonl},
 * and {@code qrels.tsv} or {@code qrels/test.tsv}. Queries and judgments are held in memory,
 * documents are read one by one.
 *
 * @param name the folder's
 * @param corpus the file of documents
 * @param queries those that have a relevant document, in the file's order
 */
public record Collection(String name, Path corpus, List<Query> queries) {
  private static final String CORPUS = "corpus.jsonl";

  public Collection {
    queries = List.copyOf(queries);
  }

  /**
   * What is sought.
   *
   * @param grades of the judged documents, by id; above 0 is relevant
   */
  record Query(String id, String text, Map<String, Integer> grades) {
    Query {
      grades = Map.copyOf(grades);
    }
  }

  /**
   * What is searched.
   *
   * @param title empty when it has none
   */
  record Document(String id, String title, String text) {}

  @FunctionalInterface
  interface DocumentReader {
    void read(Document document) throws IOException;
  }

  /**
   * The collection that a folder is, or those that lie in it, by name.
   *
   * @throws Malformed when there is none, or one has no queries with relevant documents
   */
  public static List<Collection> in(Path folder) throws IOException {
    if (Files.exists(folder.resolve(CORPUS))) {
      return List.of(read(folder));
    }
    var collections = new ArrayList<Collection>();
    for (Path inside : foldersIn(folder)) {
      if (Files.exists(inside.resolve(CORPUS))) {
        collections.add(read(inside));
      }
    }
    if (collections.isEmpty()) {
      throw new Malformed("%s has no %s, nor has a folder in it.".formatted(folder, CORPUS));
    }
    return collections;
  }

  /** Reads the documents one by one. */
  void documents(DocumentReader reader) throws IOException {
    Lines.readJson(
        corpus,
        (object, line) ->
            reader.read(
                new Document(
                    Lines.required(corpus, line, object, "_id"),
                    object.path("title").asText(""),
                    Lines.required(corpus, line, object, "text"))));
  }

  private static List<Path> foldersIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new Malformed("%s is not a folder.".formatted(folder));
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static Collection read(Path folder) throws IOException {
    Path file = file(folder, "queries.jsonl");
    var judgments = Judgments.read(file(folder, "qrels.tsv", "qrels/test.tsv"));
    var queries = new ArrayList<Query>();
    Lines.readJson(
        file,
        (object, line) -> {
          String id = Lines.required(file, line, object, "_id");
          var grades = judgments.getOrDefault(id, Map.of());
          if (grades.values().stream().anyMatch(grade -> grade > 0)) {
            queries.add(new Query(id, Lines.required(file, line, object, "text"), grades));
          }
        });
    if (queries.isEmpty()) {
      throw new Malformed("%s has no query with a relevant document in the qrels.".formatted(file));
    }
    Path name = Objects.requireNonNull(folder.toAbsolutePath().normalize().getFileName());
    return new Collection(name.toString(), file(folder, CORPUS), queries);
  }

  private static Path file(Path folder, String... names) throws Malformed {
    for (String name : names) {
      if (Files.exists(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new Malformed("%s has no %s.".formatted(folder, String.join(" or ", names)));
  }
}

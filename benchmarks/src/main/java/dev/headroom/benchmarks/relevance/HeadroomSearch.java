package dev.headroom.benchmarks.relevance;

import dev.headroom.benchmarks.search.ProductIndex;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.search.Chunk;
import dev.headroom.search.query.Criteria;
import dev.headroom.search.query.Search;
import dev.headroom.search.query.paging.PageRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The product's own search: a document is a chunk, or several when it is too long for one; it is
 * where its best chunk is.
 */
final class HeadroomSearch implements Ranker {
  /** What means something in a search box; the queries of collections are prose. */
  private static final Pattern SYNTAX = Pattern.compile("[\"*~-]");

  private final ProductIndex index;
  private final IndexReaders readers;
  private final Search search = new Search();

  private HeadroomSearch(ProductIndex index) {
    this.index = index;
    this.readers = index.readers();
  }

  /** Indexes a collection in a folder that is deleted at the end. */
  static HeadroomSearch open(Collection collection) throws IOException {
    List<Chunk> chunks = new ArrayList<>();
    collection.documents(document -> addChunks(document, chunks));
    List<String> ids = chunks.stream().map(Chunk::id).toList();
    return new HeadroomSearch(
        ProductIndex.build(chunks, ids, Files.createTempDirectory("headroom-relevance")));
  }

  private static void addChunks(Collection.Document document, List<Chunk> chunks) {
    String title = cut(document.title(), Chunk.MAX_TITLE_LENGTH);
    // What a title is too short for is searched with the text.
    String left = document.title().substring(title.length()) + document.text();
    do {
      String part = cut(left.isEmpty() ? " " : left, Chunk.MAX_TEXT_LENGTH);
      chunks.add(
          new Chunk(
              "chunk_%08d".formatted(chunks.size()),
              Optional.of(document.id()),
              Optional.of(title).filter(given -> !given.isBlank()),
              part,
              List.of(),
              1,
              Instant.EPOCH));
      left = left.substring(Math.min(part.length(), left.length()));
    } while (!left.isBlank());
  }

  /** The beginning of a text, without half a character at its end. */
  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean halves = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, halves ? most - 1 : most);
  }

  @Override
  public List<String> rank(String query, int depth) throws IOException {
    String text = cut(SYNTAX.matcher(query).replaceAll(" "), Criteria.MAX_TEXT_LENGTH);
    if (text.isBlank()) {
      return List.of();
    }
    var criteria =
        new Criteria(
            Optional.of(text),
            List.of(),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    int size = Math.min(depth, PageRequest.MAX_SIZE);
    Set<String> documents = new LinkedHashSet<>();
    Optional<PageRequest> window = Optional.of(PageRequest.page(0, size));
    try (IndexView view = readers.open(ProductIndex.TENANT)) {
      while (window.isPresent() && documents.size() < depth) {
        var hits = search.page(view.searcher(), criteria, window.get(), false);
        hits.hits().forEach(hit -> hit.chunk().documentId().ifPresent(documents::add));
        window = hits.next().map(cursor -> PageRequest.after(cursor, size));
      }
    }
    return documents.stream().limit(depth).toList();
  }

  @Override
  public void close() throws IOException {
    index.delete();
  }
}

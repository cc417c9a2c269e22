package dev.headroom.benchmarks;

import dev.headroom.benchmarks.search.Corpus;
import dev.headroom.benchmarks.search.IndexBytes;
import dev.headroom.benchmarks.search.ProductIndex;
import dev.headroom.benchmarks.search.RawIndex;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.json.Json;
import dev.headroom.objects.ObjectStore;
import dev.headroom.search.query.Search;
import dev.headroom.search.query.paging.PageRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The first search of a process that has nothing of the index yet; and how large the index is. */
final class ColdSearch {
  private final Corpus corpus;
  private final RawIndex raw;
  private final ProductIndex product;
  private final int rounds;

  ColdSearch(Corpus corpus, RawIndex raw, ProductIndex product, Options options) {
    this.corpus = corpus;
    this.raw = raw;
    this.product = product;
    this.rounds = options.quick() ? 2 : 5;
  }

  /** Milliseconds of one round. */
  private record Round(double copied, double opened, double answered) {}

  String measure(Path folder) throws IOException {
    List<Round> found = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      Round one = round(Files.createDirectories(folder.resolve("copy-" + round)), round);
      if (round > 0) { // what came first found the classes cold
        found.add(one);
      }
    }
    return first(found) + bytes();
  }

  private Round round(Path copies, int number) throws IOException {
    double copied = copy(copies);
    IndexReaders readers = product.readers();
    long begin = System.nanoTime();
    double opened;
    try (IndexView index = readers.open(ProductIndex.TENANT)) {
      opened = millisSince(begin);
      var _ =
          new Search()
              .find(
                  index.searcher(),
                  corpus.question(number).criteria(),
                  PageRequest.page(0, 50),
                  false);
    }
    return new Round(copied, opened, millisSince(begin));
  }

  private double copy(Path copies) throws IOException {
    List<ObjectStore.Listed> objects = product.listed();
    long begin = System.nanoTime();
    int number = 0;
    for (ObjectStore.Listed object : objects) {
      Files.copy(product.file(object), copies.resolve("file-" + number++));
    }
    double copied = millisSince(begin);
    for (int file = 0; file < number; file++) {
      Files.delete(copies.resolve("file-" + file));
    }
    return copied;
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  private String first(List<Round> found) {
    var table = new Table("", "median ms", "min to max", "of the first", "min to max");
    row(table, "the same files copied, bare", found, Round::copied);
    row(table, "index there and open", found, Round::opened);
    row(table, "first page answered", found, Round::answered);
    return """
        ## The first search of a process

        %,d chunks; %d objects of %,d bytes in all, in a folder in place of a bucket. Fetched are they
        by eight at once, each with its checksum. %d rounds, by turns; the JVM has searched before, and
        the system has the files in memory.

        %s"""
        .formatted(
            corpus.size(),
            product.listed().size(),
            product.listed().stream().mapToLong(ObjectStore.Listed::bytes).sum(),
            found.size(),
            table);
  }

  private static void row(
      Table table, String label, List<Round> rounds, ToDoubleFunction<Round> millis) {
    Spread each = Spread.of(rounds, millis);
    Spread ratio = Spread.of(rounds, one -> millis.applyAsDouble(one) / one.copied());
    table.row(
        label,
        "%,.0f".formatted(each.median()),
        "%,.0f to %,.0f".formatted(each.min(), each.max()),
        "%.2f".formatted(ratio.median()),
        "%.2f to %.2f".formatted(ratio.min(), ratio.max()));
  }

  private String bytes() throws IOException {
    IndexBytes ours;
    try (IndexView index = product.readers().open(ProductIndex.TENANT)) {
      ours = IndexBytes.of(index.searcher().getIndexReader());
    }
    IndexBytes bare = IndexBytes.of(raw.searcher().getIndexReader());
    var table = new Table("", "Headroom, bytes a chunk", "raw, bytes a chunk", "ratio");
    row(table, "all", ours.total(), bare.total());
    for (IndexBytes.Kind kind : IndexBytes.Kind.values()) {
      row(table, Json.spelled(kind).replace('_', ' '), ours.of(kind), bare.of(kind));
    }
    return """
        ## Bytes of the index

        Of chunks of %d characters, by Lucene's file extensions, compound files looked into. Ours has
        the words as they are written beside their stems, for suggestions and corrections, an order by
        id, and all that a chunk has to give back; the raw index gives back the text and the id.

        %s"""
        .formatted(Corpus.CHARACTERS, table);
  }

  private void row(Table table, String label, long ours, long bare) {
    table.row(
        label,
        "%,.1f".formatted((double) ours / corpus.size()),
        "%,.1f".formatted((double) bare / corpus.size()),
        bare == 0 ? "" : "%.2f".formatted((double) ours / bare));
  }
}

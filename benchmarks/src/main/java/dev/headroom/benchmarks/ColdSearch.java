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
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The first search of a process that has nothing of the index yet; and how large the index is. */
final class ColdSearch {
  private final Corpus corpus;
  private final RawIndex raw;
  private final ProductIndex product;
  private final PrintStream out;
  private final int rounds;

  ColdSearch(Corpus corpus, RawIndex raw, ProductIndex product, Options options, PrintStream out) {
    this.corpus = corpus;
    this.raw = raw;
    this.product = product;
    this.out = out;
    this.rounds = options.quick() ? 2 : 5;
  }

  void measure(Path folder, ReportWriter report)
      throws IOException, ExecutionException, InterruptedException {
    Path copies = Files.createDirectories(folder.resolve("copies"));
    Comparison<Double> found =
        new Comparison<Double>(
                out,
                List.of(
                    Column.median("median ms", "%,.0f", millis -> millis),
                    Column.range("%,.0f", millis -> millis),
                    Column.ofFloor("of the floor", millis -> millis),
                    Column.rangeOfFloor(millis -> millis)))
            .floor("floor: the same files copied, bare", 1, _ -> copy(copies))
            .with("index there and open", _ -> opened(_ -> {}))
            .with("first page answered", round -> opened(index -> firstPage(index, round)))
            .measure(1, rounds); // what comes first finds the classes cold
    report.section(
        "The first search of a process",
        "%,d chunks; %d objects of %,d bytes in all."
            .formatted(
                corpus.size(),
                product.listed().size(),
                product.listed().stream().mapToLong(ObjectStore.Listed::bytes).sum()),
        found.table(""));
    report.section(
        "Bytes of the index", "Of chunks of %d characters.".formatted(Corpus.CHARACTERS), bytes());
  }

  private interface Use {
    void of(IndexView index) throws IOException;
  }

  /** Returns the milliseconds until a new process has the index open and has used it. */
  private double opened(Use use) throws IOException {
    IndexReaders readers = product.readers();
    long begin = System.nanoTime();
    try (IndexView index = readers.open(ProductIndex.TENANT)) {
      use.of(index);
      return millisSince(begin);
    }
  }

  private void firstPage(IndexView index, int round) throws IOException {
    var _ =
        new Search()
            .find(
                index.searcher(),
                corpus.question(round).criteria(),
                PageRequest.page(0, 50),
                false);
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

  private Table bytes() throws IOException {
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
    return table;
  }

  private void row(Table table, String label, long ours, long bare) {
    table.row(
        label,
        "%,.1f".formatted((double) ours / corpus.size()),
        "%,.1f".formatted((double) bare / corpus.size()),
        bare == 0 ? "" : "%.2f".formatted((double) ours / bare));
  }
}

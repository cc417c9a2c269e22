package dev.headroom.benchmarks;

import dev.headroom.aws.AwsClients;
import dev.headroom.benchmarks.Options.Part;
import dev.headroom.benchmarks.Options.Report;
import dev.headroom.benchmarks.search.Corpus;
import dev.headroom.benchmarks.search.ProductIndex;
import dev.headroom.benchmarks.search.RawIndex;
import dev.headroom.objects.ObjectStores;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** What the search costs: beside raw Lucene, and beside bare DynamoDB. */
final class SearchBenchmark {
  private static final Set<Part> WITH_RAW = EnumSet.of(Part.SEARCH_QUERY, Part.SEARCH_COLD);
  private static final Set<Part> WITH_INDEX =
      EnumSet.of(Part.SEARCH_QUERY, Part.SEARCH_HTTP, Part.SEARCH_COLD);

  private final Options options;
  private final PrintStream out;
  private final Corpus corpus;
  private final ReportWriter report;

  SearchBenchmark(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.corpus = new Corpus(options.chunks());
    this.report = new ReportWriter(Report.SEARCH, "What the search costs", options, out);
  }

  /** Measures, and returns what was found in Markdown. */
  String run() throws IOException, InterruptedException, ExecutionException {
    Path folder = Files.createTempDirectory("headroom-benchmark");
    try {
      measure(folder);
    } finally {
      delete(folder);
    }
    return report.end();
  }

  private void measure(Path folder) throws IOException, InterruptedException, ExecutionException {
    if (wants(WITH_INDEX)) {
      ProductIndex product = product(folder);
      if (wants(WITH_RAW)) {
        try (RawIndex raw = raw(folder)) {
          index(raw, product, folder);
        }
      }
      if (report.begins(Part.SEARCH_HTTP)) {
        http(product);
      }
    }
    if (report.begins(Part.SEARCH_BULK)) {
      new SearchInserts(options, out).measure(folder, report);
    }
  }

  private void index(RawIndex raw, ProductIndex product, Path folder)
      throws IOException, ExecutionException, InterruptedException {
    if (report.begins(Part.SEARCH_QUERY)) {
      new SearchQueries(corpus, raw, product, options, out).measure(report);
      new SearchCaching(corpus, product, options, out).measure(report);
    }
    if (report.begins(Part.SEARCH_COLD)) {
      new ColdSearch(corpus, raw, product, options, out).measure(folder, report);
    }
  }

  private void http(ProductIndex product)
      throws IOException, InterruptedException, ExecutionException {
    try (var rig = Rig.start()) {
      var environment = rig.searchEnvironment();
      product.copyTo(
          ObjectStores.open(
              environment.getOrDefault("OBJECT_STORE", ""), new AwsClients(environment)));
      new HttpReads(options, out).searches(rig.client(ProductIndex.TENANT), corpus, report);
    }
  }

  private ProductIndex product(Path folder) {
    var watch = new Stopwatch();
    ProductIndex built = ProductIndex.build(corpus, folder.resolve("product"));
    out.printf("An index of %,d chunks in %s%n", corpus.size(), watch.elapsed().wall());
    return built;
  }

  private RawIndex raw(Path folder) throws IOException {
    var watch = new Stopwatch();
    RawIndex.write(corpus, folder.resolve("raw"));
    out.printf("The same by hand in %s%n", watch.elapsed().wall());
    return new RawIndex(folder.resolve("raw"));
  }

  private boolean wants(Set<Part> parts) {
    return options.only().stream().anyMatch(parts::contains);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Options.Part;
import dev.headroom.benchmarks.search.Corpus;
import dev.headroom.benchmarks.search.ProductIndex;
import dev.headroom.benchmarks.search.RawIndex;
import dev.headroom.local.engine.RedisEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** What the search costs: beside raw Lucene, beside bare DynamoDB, and in calls. */
final class SearchBenchmark {
  private static final Set<Part> WITH_RAW = EnumSet.of(Part.SEARCH_QUERY, Part.SEARCH_COLD);
  private static final Set<Part> WITH_INDEX =
      EnumSet.of(Part.SEARCH_QUERY, Part.SEARCH_HTTP, Part.SEARCH_COLD);

  private final Options options;
  private final PrintStream out;
  private final Corpus corpus;
  private final StringBuilder report = new StringBuilder();

  SearchBenchmark(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.corpus = new Corpus(options.chunks());
  }

  /** Measures, and says what was found in Markdown. */
  String run() throws IOException, InterruptedException, ExecutionException {
    report.append(head());
    Path folder = Files.createTempDirectory("headroom-benchmark");
    try {
      measure(folder);
    } finally {
      delete(folder);
    }
    report.append("Load when it ended: %.1f.\n".formatted(Machine.load()));
    return report.toString();
  }

  private void measure(Path folder) throws IOException, InterruptedException, ExecutionException {
    if (wants(WITH_INDEX)) {
      ProductIndex product = product(folder);
      if (wants(WITH_RAW)) {
        try (RawIndex raw = raw(folder)) {
          index(raw, product, folder);
        }
      }
      if (begins(Part.SEARCH_HTTP)) {
        try (var rig = Rig.start()) {
          report.append(SearchReads.measure(rig, product, corpus, options).markdown());
        }
      }
    }
    if (begins(Part.SEARCH_CALLS)) {
      report.append(SearchCalls.measure().markdown());
    }
    if (begins(Part.SEARCH_BULK)) {
      report.append(new SearchInserts(options, out).measure(folder));
    }
  }

  private void index(RawIndex raw, ProductIndex product, Path folder)
      throws IOException, ExecutionException, InterruptedException {
    if (begins(Part.SEARCH_QUERY)) {
      report.append(new SearchQueries(corpus, raw, product, options, out).measure());
      try (var redis = RedisEngine.start(Optional.empty(), Duration.ofSeconds(1))) {
        report.append(new SearchCaching(corpus, product, options).measure(redis.uri()));
      }
    }
    if (begins(Part.SEARCH_COLD)) {
      report.append(new ColdSearch(corpus, raw, product, options).measure(folder));
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

  private boolean begins(Part part) {
    boolean wanted = options.only().contains(part);
    if (wanted) {
      out.printf("%tT %s%n", Instant.now().atZone(ZoneId.systemDefault()), part);
    }
    return wanted;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private String head() {
    return """
        # What the search costs

        Measured %s by `%s`
        on %s;
        load before it began: %.1f.

        Engines, clients and what is measured share these cores: the absolute figures say what this
        machine does, and no more. Ratios travel. They are taken in each round, and medians are told,
        with the least and the greatest. Chunks and questions are made from a seed, and are the same in
        every run.

        """
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            options.searchCommand(),
            Machine.here(),
            Machine.load());
  }
}

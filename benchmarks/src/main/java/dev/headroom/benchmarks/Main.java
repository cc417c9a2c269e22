package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Options.Report;
import dev.headroom.benchmarks.relevance.Malformed;
import dev.headroom.json.Json;
import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/**
 * {@code mvn -Pbenchmark}: measures jobs on the local cloud, the cache and the search beside the
 * libraries that they are made of, clean-up beside bare deletions, and, if asked, how well search
 * finds; and writes what it finds to benchmarks/results, or, when it was told to be quick or to
 * measure a part only, to target/benchmark. Exit status 0 when it has, 1 when something failed, 2
 * when nothing could start.
 */
public final class Main {
  private static final Path RESULTS = Path.of("benchmarks", "results");

  /** Where a report goes that does not tell everything. */
  private static final Path TRIAL = Path.of("target", "benchmark");

  private Main() {}

  public static void main(String[] arguments) {
    // Kept from before the local cloud takes standard output for the functions' metrics.
    PrintStream out = System.out;
    System.exit(run(out));
  }

  private static int run(PrintStream out) {
    try {
      var options = Options.of(System.getProperties());
      for (Report report : Report.values()) {
        if (options.has(report)) {
          write(report, options, measure(report, options, out), out);
        }
      }
      return 0;
    } catch (CannotStart | Options.Wrong | Malformed e) {
      out.println("The benchmark cannot start: " + e.getMessage());
      return 2;
    } catch (IOException | ExecutionException | IllegalStateException e) {
      out.println("The benchmark failed: " + e);
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void write(Report report, Options options, String text, PrintStream out)
      throws IOException {
    out.println();
    out.print(text);
    out.println();
    Path file = (options.isWhole(report) ? RESULTS : TRIAL).resolve(Json.spelled(report) + ".md");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
    out.println("Written to " + file);
  }

  private static String measure(Report report, Options options, PrintStream out)
      throws IOException, InterruptedException, ExecutionException {
    return switch (report) {
      case JOBS -> {
        out.println("Starting the local cloud");
        try (var rig = Rig.start()) {
          yield new JobBenchmark(rig, options, out).run();
        }
      }
      case CACHE -> new CacheBenchmark(options, out).run();
      case RELEVANCE -> new RelevanceBenchmark(options.collection().orElseThrow(), out).run();
      case SEARCH -> new SearchBenchmark(options, out).run();
      case CLEANUP -> new CleanupBenchmark(options, out).run();
    };
  }
}

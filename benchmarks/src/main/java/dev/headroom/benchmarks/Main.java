package dev.headroom.benchmarks;

import dev.headroom.local.LocalCloud;
import dev.headroom.local.LocalOptions;
import dev.headroom.local.engine.Endpoints;
import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * {@code mvn -Pbenchmark}: measures jobs on the local cloud, and writes what it finds to
 * benchmarks/results/jobs.md. Exit status 0 when it has, 1 when something failed, 2 when nothing
 * could start.
 */
public final class Main {
  private static final Path RESULTS = Path.of("benchmarks", "results", "jobs.md");

  /** Far more than comes: the gateway's throttle is not what is measured. */
  private static final String UNTHROTTLED = "1000000";

  private Main() {}

  public static void main(String[] arguments) {
    // Kept from before the local cloud takes standard output for the functions' metrics.
    PrintStream out = System.out;
    System.exit(run(out));
  }

  private static int run(PrintStream out) {
    try {
      var options = Options.of(System.getProperties());
      String report = new Report(options, measure(options, out)).markdown();
      Files.createDirectories(RESULTS.toAbsolutePath().getParent());
      Files.writeString(RESULTS, report);
      out.println();
      out.print(report);
      out.println();
      out.println("Written to " + RESULTS);
      return 0;
    } catch (CannotStart | Options.Wrong e) {
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

  private static Results measure(Options options, PrintStream out)
      throws IOException, InterruptedException, ExecutionException {
    out.println("Starting the local cloud");
    try (var cloud = LocalCloud.start(forLocalCloud(options))) {
      return new Benchmark(cloud, options, out).run();
    }
  }

  private static LocalOptions forLocalCloud(Options options) {
    return new LocalOptions(
        Path.of("template.yaml"),
        0,
        Optional.empty(),
        Map.of(
            "RequestsPerSecond",
            UNTHROTTLED,
            "RequestBurst",
            UNTHROTTLED,
            "NormalConcurrency",
            String.valueOf(options.concurrency())),
        Endpoints.NONE,
        Path.of("target", "logs"));
  }
}

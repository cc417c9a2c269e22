package dev.headroom.benchmarks;

import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/**
 * {@code mvn -Pbenchmark}: measures jobs on the local cloud, and writes what it finds to
 * benchmarks/results/jobs.md, or, when it was told to be quick or to measure a part only, to
 * target/benchmark. Exit status 0 when it has, 1 when something failed, 2 when nothing could start.
 */
public final class Main {
  private static final Path RESULTS = Path.of("benchmarks", "results", "jobs.md");

  /** Where a run goes that has not measured everything. */
  private static final Path TRIAL = Path.of("target", "benchmark", "jobs.md");

  private Main() {}

  public static void main(String[] arguments) {
    // Kept from before the local cloud takes standard output for the functions' metrics.
    PrintStream out = System.out;
    System.exit(run(out));
  }

  private static int run(PrintStream out) {
    try {
      var options = Options.of(System.getProperties());
      String report = measure(options, out);
      out.println();
      out.print(report);
      out.println();
      Path file = options.isWhole() ? RESULTS : TRIAL;
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, report);
      out.println("Written to " + file);
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

  private static String measure(Options options, PrintStream out)
      throws IOException, InterruptedException, ExecutionException {
    out.println("Starting the local cloud");
    try (var rig = Rig.start()) {
      return new Benchmark(rig, options, out).run();
    }
  }
}

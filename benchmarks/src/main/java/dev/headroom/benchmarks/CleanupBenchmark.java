package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Options.Part;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** What clean-up costs: beside bare deletions, in calls, and as more is kept. */
final class CleanupBenchmark {
  private final Options options;
  private final PrintStream out;
  private final StringBuilder report = new StringBuilder();

  CleanupBenchmark(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Measures, and says what was found in Markdown. */
  String run() {
    report.append(head());
    measure(Part.CLEANUP_RATES, rig -> new CleanupRates(rig, options, out).measure());
    measure(Part.CLEANUP_CALLS, rig -> CleanupCalls.measure(rig).markdown());
    measure(Part.CLEANUP_KEPT, rig -> new CleanupKept(rig, options, out).measure());
    measure(Part.CLEANUP_TICK, rig -> CleanupTicks.measure(rig, options.scheduled()).markdown());
    report.append("Load when it ended: %.1f.\n".formatted(Machine.load()));
    return report.toString();
  }

  /** On engines of its own: they are slower the more they have seen. */
  private void measure(Part part, Function<CleanupRig, String> measurement) {
    if (options.only().contains(part)) {
      out.printf("%tT %s%n", Instant.now().atZone(ZoneId.systemDefault()), part);
      try (var rig = CleanupRig.start()) {
        report.append(measurement.apply(rig));
      }
    }
  }

  private String head() {
    return """
        # What clean-up costs

        Measured %s by `%s`
        on %s;
        load before it began: %.1f.

        DynamoDB Local, the folder of objects and what is measured share these cores and one JVM: the
        absolute figures say what this machine does, and no more. Ratios travel. They are taken in each
        round, and medians are told, with the least and the greatest. What is removed is the same in
        every run: chunks of 800 characters, jobs as the product stores them, objects of 1,000 bytes.
        The tables' streams are off, since DynamoDB Local looks through all that they have kept at each
        write.

        """
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            options.cleanupCommand(),
            Machine.here(),
            Machine.load());
  }
}

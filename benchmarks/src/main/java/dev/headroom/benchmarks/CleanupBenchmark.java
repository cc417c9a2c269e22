package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Options.Part;
import dev.headroom.benchmarks.Options.Report;
import dev.headroom.benchmarks.cleanup.FixtureBatch;
import dev.headroom.benchmarks.cleanup.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** What clean-up costs: beside bare deletions, and as more is kept. */
final class CleanupBenchmark {
  private static final int AT_ONCE = 8;
  private static final int REMOVED_BESIDE = 1_000;

  private final Options options;
  private final PrintStream out;
  private final ReportWriter report;

  CleanupBenchmark(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.report = new ReportWriter(Report.CLEANUP, "What clean-up costs", options, out);
  }

  /** Measures, and returns what was found in Markdown; parts have engines of their own. */
  String run() throws IOException, InterruptedException, ExecutionException {
    if (report.begins(Part.CLEANUP_RATES)) {
      try (var rig = CleanupRig.start()) {
        rates(rig);
      }
    }
    if (report.begins(Part.CLEANUP_KEPT)) {
      try (var rig = CleanupRig.start()) {
        kept(rig);
      }
    }
    return report.end();
  }

  /**
   * One removal.
   *
   * @param asked what a run asked its targets for
   */
  private record Removal(Timed timed, CleanupRig.Asked asked) {
    double rate() {
      return timed.rate();
    }

    double percent(long nanos) {
      return 100.0 * nanos / timed.took().wall().toNanos();
    }

    double finding() {
      return percent(asked.findNanos());
    }

    double erasing() {
      return percent(asked.eraseNanos());
    }
  }

  private static Removal removal(
      CleanupRig rig, Kind kind, int items, Consumer<FixtureBatch> remover) {
    FixtureBatch lot = rig.fixture().over(kind, rig.tenant(kind), items);
    var _ = rig.asked();
    var watch = new Stopwatch();
    remover.accept(lot);
    var took = watch.elapsed();
    rig.checkGone(lot);
    return new Removal(new Timed(took, lot.things(), Latencies.NONE), rig.asked());
  }

  private void rates(CleanupRig rig) throws IOException, InterruptedException, ExecutionException {
    List<Column<Removal>> columns =
        List.of(
            Column.median("things/s", "%,.0f", Removal::rate),
            Column.ofFloor("of the first", Removal::rate),
            Column.rangeOfFloor(Removal::rate),
            Column.ofLine("of the second", 1, Removal::rate),
            Column.rangeOfLine(1, Removal::rate),
            Column.ofFloor("CPU of the first", each -> each.timed().cpuMillisEach()));
    report.section(
        "Removing", "In each of %d rounds, items and objects:".formatted(options.rounds()), "");
    var parts = new Table("of a run", "finding", "transactions", "erasing objects");
    for (Kind kind : Kind.values()) {
      // Items and their objects are as many things in all, so that each kind takes as long.
      int items = kind.objects() == 0 ? options.removals() : options.removals() / 2;
      Comparison<Removal> found =
          new Comparison<>(out, columns)
              .rotating()
              .floor(
                  "floor: BatchWriteItem of 25, one by one",
                  1,
                  _ -> removal(rig, kind, items, lot -> rig.bare().batches(lot, 1)))
              .with(
                  "floor: the same, %d at once".formatted(AT_ONCE),
                  _ -> removal(rig, kind, items, lot -> rig.bare().batches(lot, AT_ONCE)))
              .with(
                  "for comparison: TransactWriteItems of 99, one by one",
                  _ -> removal(rig, kind, items, lot -> rig.bare().transactions(lot)))
              .with("a run", _ -> removal(rig, kind, items, lot -> rig.run(lot)))
              .measure(1, options.rounds());
      report.paragraph("%,d, %s:".formatted(items, kind.label()), found.table(""));
      List<Removal> runs = found.samples("a run");
      double finding = Spread.of(runs, Removal::finding).median();
      double erasing = Spread.of(runs, Removal::erasing).median();
      parts.row(
          kind.label(),
          "%.0f %%".formatted(finding),
          "%.0f %%".formatted(100 - finding - erasing),
          "%.0f %%".formatted(erasing));
    }
    report.paragraph("What a run's time goes for:", parts);
  }

  private void kept(CleanupRig rig) throws IOException, InterruptedException, ExecutionException {
    var found =
        new Comparison<>(
                out,
                List.<Column<Double>>of(
                    Column.median("ms", "%,.0f", millis -> millis),
                    Column.ofFloor("of the first", millis -> millis),
                    Column.rangeOfFloor(millis -> millis)))
            .rotating();
    for (Kind kind : List.of(Kind.CHUNKS, Kind.JOBS)) {
      for (int kept : options.kept()) {
        String tenant = rig.tenant(kind);
        var _ = rig.fixture().young(kind, tenant, kept);
        Comparison.Way<Double> way = _ -> removalBeside(rig, kind, tenant);
        String label = "%s, beside %,d".formatted(kind.label(), kept);
        if (kept == 0) {
          found.floor(label, 1, way);
        } else {
          found.with(label, way);
        }
      }
    }
    report.section(
        "Beside what is kept",
        "%,d things are removed beside younger ones that stay; %d rounds."
            .formatted(REMOVED_BESIDE, options.rounds()),
        found.measure(1, options.rounds()).table("removed"));
  }

  private static double removalBeside(CleanupRig rig, Kind kind, String tenant) {
    FixtureBatch lot = rig.fixture().over(kind, tenant, REMOVED_BESIDE);
    long begin = System.nanoTime();
    rig.run(lot);
    return (System.nanoTime() - begin) / 1e6;
  }
}

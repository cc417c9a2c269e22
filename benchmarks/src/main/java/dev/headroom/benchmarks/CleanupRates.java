package dev.headroom.benchmarks;

import dev.headroom.benchmarks.cleanup.FixtureBatch;
import dev.headroom.benchmarks.cleanup.Kind;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** How fast things are removed: by a run, and by whoever knows all their keys. */
final class CleanupRates {
  private static final int AT_ONCE = 8;

  private final CleanupRig rig;
  private final Options options;
  private final PrintStream out;
  private final Table parts = new Table("of a run", "finding", "transactions", "erasing objects");

  CleanupRates(CleanupRig rig, Options options, PrintStream out) {
    this.rig = rig;
    this.options = options;
    this.out = out;
  }

  /**
   * One way to remove things, and how it did in each round.
   *
   * @param asked in each round; only ours asks targets
   */
  private record Way(
      String label,
      Consumer<FixtureBatch> remover,
      List<Stopwatch.Elapsed> rounds,
      List<CleanupRig.Asked> asked) {
    Way(String label, Consumer<FixtureBatch> remover) {
      this(label, remover, new ArrayList<>(), new ArrayList<>());
    }
  }

  String measure() {
    var text = new StringBuilder(head());
    for (Kind kind : Kind.values()) {
      text.append("%s, %s:\n\n".formatted(counted(kind), kind.label())).append(measure(kind));
    }
    return text.append(tail()).toString();
  }

  /** Items and their objects: as many things in all, so that each kind takes as long. */
  private int items(Kind kind) {
    return kind.objects() == 0 ? options.removals() : options.removals() / 2;
  }

  private String counted(Kind kind) {
    return "%,d".formatted(items(kind));
  }

  private Table measure(Kind kind) {
    List<Way> ways =
        List.of(
            new Way("floor: BatchWriteItem of 25, one by one", lot -> rig.bare().batches(lot, 1)),
            new Way(
                "floor: the same, %d at once".formatted(AT_ONCE),
                lot -> rig.bare().batches(lot, AT_ONCE)),
            new Way(
                "for comparison: TransactWriteItems of 99, one by one",
                lot -> rig.bare().transactions(lot)),
            new Way("a run", lot -> rig.run(lot.tenant(), false, lot.things())));
    for (int round = 0; round <= options.rounds(); round++) {
      for (int turn = 0; turn < ways.size(); turn++) {
        go(kind, ways.get((round + turn) % ways.size()), round > 0);
      }
    }
    out.printf("  %s done%n", kind.label());
    tellParts(kind, ways.getLast());
    return table(ways, items(kind) * (1 + kind.objects()));
  }

  private void go(Kind kind, Way way, boolean counts) {
    FixtureBatch lot = rig.fixture().over(kind, rig.tenant(kind), items(kind));
    var _ = rig.asked();
    var watch = new Stopwatch();
    way.remover().accept(lot);
    Stopwatch.Elapsed elapsed = watch.elapsed();
    rig.checkGone(lot);
    if (counts) {
      way.rounds().add(elapsed);
      way.asked().add(rig.asked());
    }
  }

  private static Table table(List<Way> ways, int things) {
    var table =
        new Table(
            "",
            "things/s",
            "of the first",
            "min to max",
            "of the second",
            "min to max",
            "CPU of the first");
    for (Way way : ways) {
      Spread first = ratio(way, ways.get(0), elapsed -> elapsed.perSecond(things));
      Spread second = ratio(way, ways.get(1), elapsed -> elapsed.perSecond(things));
      table.row(
          way.label(),
          "%,.0f".formatted(Spread.of(way.rounds(), each -> each.perSecond(things)).median()),
          "%.2f".formatted(first.median()),
          "%.2f to %.2f".formatted(first.min(), first.max()),
          "%.2f".formatted(second.median()),
          "%.2f to %.2f".formatted(second.min(), second.max()),
          "%.2f".formatted(ratio(way, ways.get(0), each -> each.cpuMillisEach(things)).median()));
    }
    return table;
  }

  /** Of each round by itself, since its parts met the same weather. */
  private static Spread ratio(Way way, Way floor, ToDoubleFunction<Stopwatch.Elapsed> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < way.rounds().size(); round++) {
      ratios.add(
          figure.applyAsDouble(way.rounds().get(round))
              / figure.applyAsDouble(floor.rounds().get(round)));
    }
    return Spread.of(ratios, Double::doubleValue);
  }

  private void tellParts(Kind kind, Way run) {
    List<Double> finding = new ArrayList<>();
    List<Double> erasing = new ArrayList<>();
    for (int round = 0; round < run.rounds().size(); round++) {
      double nanos = run.rounds().get(round).wall().toNanos();
      finding.add(100 * run.asked().get(round).findNanos() / nanos);
      erasing.add(100 * run.asked().get(round).eraseNanos() / nanos);
    }
    double found = Spread.of(finding, Double::doubleValue).median();
    double erased = Spread.of(erasing, Double::doubleValue).median();
    parts.row(
        kind.label(),
        "%.0f %%".formatted(found),
        "%.0f %%".formatted(100 - found - erased),
        "%.0f %%".formatted(erased));
  }

  private String head() {
    return """
    ## Removing

    SampleItems are items and objects. The floors are told all keys beforehand; a run finds what is
    over, removes each item only while it is as it was found, and counts it in the same
    transaction, so that a kill at any instant loses no count and does nothing twice. Each way by turns,
    in rounds that begin with another way each: one to warm up, and %d that count. Each removes the
    same things, of a tenant of its own.

    """
        .formatted(options.rounds());
  }

  private String tail() {
    return """
    What a run's time goes for: targets are timed; the rest is transactions, and what a run does
    once.

    %s\
    """
        .formatted(parts);
  }
}

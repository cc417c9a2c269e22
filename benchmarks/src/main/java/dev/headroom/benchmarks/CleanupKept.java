package dev.headroom.benchmarks;

import dev.headroom.benchmarks.CleanupRig.Counted;
import dev.headroom.benchmarks.cleanup.FixtureBatch;
import dev.headroom.benchmarks.cleanup.Kind;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The same removal, while more and more of the same tenant is kept. */
final class CleanupKept {
  private static final int REMOVED = 1_000;

  private final CleanupRig rig;
  private final Options options;
  private final PrintStream out;

  CleanupKept(CleanupRig rig, Options options, PrintStream out) {
    this.rig = rig;
    this.options = options;
    this.out = out;
  }

  /** A tenant who keeps so much, what a run of his asks for, and how long each took. */
  private record Keeper(int kept, String tenant, List<Counted> counted, List<Double> millis) {}

  String measure() {
    var table =
        new Table(
            "removed",
            "beside",
            "DynamoDB",
            "read units",
            "write units",
            "ms",
            "of the first",
            "min to max");
    for (Kind kind : List.of(Kind.CHUNKS, Kind.JOBS)) {
      measure(kind, table);
    }
    return """
    ## Beside what is kept

    The same %,d things removed, beside so many younger ones of the same tenant and kind, which stay.
    Calls and units are exact (writes without deletions), and the same in each line if the cost does not grow with what is kept.
    Times by turns, a round to warm up and %d that count.

    %s\
    """
        .formatted(REMOVED, options.rounds(), table);
  }

  private void measure(Kind kind, Table table) {
    List<Keeper> keepers = new ArrayList<>();
    for (int kept : options.kept()) {
      String tenant = rig.tenant(kind);
      var _ = rig.fixture().young(kind, tenant, kept);
      keepers.add(new Keeper(kept, tenant, new ArrayList<>(), new ArrayList<>()));
    }
    out.printf("  %s are there%n", kind.label());
    keepers.forEach(keeper -> keeper.counted().add(rig.counted(removal(kind, keeper))));
    for (int round = 1; round <= options.rounds(); round++) {
      for (int turn = 0; turn < keepers.size(); turn++) {
        Keeper keeper = keepers.get((round + turn) % keepers.size());
        Runnable removal = removal(kind, keeper);
        long start = System.nanoTime();
        removal.run();
        keeper.millis().add((System.nanoTime() - start) / 1e6);
      }
    }
    keepers.forEach(keeper -> tell(kind, keeper, keepers.getFirst(), table));
  }

  private Runnable removal(Kind kind, Keeper keeper) {
    FixtureBatch lot = rig.fixture().over(kind, keeper.tenant(), REMOVED);
    return () -> rig.run(keeper.tenant(), false, lot.things());
  }

  private static void tell(Kind kind, Keeper keeper, Keeper first, Table table) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < keeper.millis().size(); round++) {
      ratios.add(keeper.millis().get(round) / first.millis().get(round));
    }
    Spread ratio = Spread.of(ratios, Double::doubleValue);
    Counted counted = keeper.counted().getFirst();
    table.row(
        kind.label(),
        "%,d".formatted(keeper.kept()),
        CacheCalls.told(counted.dynamoDb()),
        "%,.1f".formatted(counted.units().reads()),
        "%,.0f".formatted(counted.units().writes()),
        "%,.0f".formatted(Spread.of(keeper.millis(), Double::doubleValue).median()),
        "%.2f".formatted(ratio.median()),
        "%.2f to %.2f".formatted(ratio.min(), ratio.max()));
  }
}

package dev.headroom.benchmarks;

import dev.headroom.benchmarks.CleanupRig.Counted;
import dev.headroom.benchmarks.cleanup.FixtureBatch;
import dev.headroom.benchmarks.cleanup.Kind;
import java.util.ArrayList;
import java.util.List;

/** What removing a thousand items asks of DynamoDB and of S3, and what it consumes. */
record CleanupCalls(List<Line> lines) {
  private static final int ITEMS = 1_000;

  /** A write in a transaction is prepared, and then made; the indexes follow afterwards. */
  private static final int IN_TRANSACTION = 2;

  /**
   * One run, or what stands for it.
   *
   * @param own units of all but deletions
   * @param deletions units of those
   */
  record Line(String label, Counted counted, Units own, Units deletions) {
    /** Of a thousand such runs; deletions of objects are free of charge. */
    double dollars() {
      long lists = counted.objects().getOrDefault("ListObjectsV2", 0L);
      long gets = counted.objects().getOrDefault("GetObject", 0L);
      return ((own.writes() + deletions.writes()) * AwsPrices.WRITE_UNITS
              + own.reads() * AwsPrices.READ_UNITS
              + lists * AwsPrices.OBJECTS_PUT
              + gets * AwsPrices.OBJECTS_GOT)
          / 1_000;
    }
  }

  static CleanupCalls measure(CleanupRig rig) {
    List<Line> lines = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      FixtureBatch bare = rig.fixture().over(kind, rig.tenant(kind), ITEMS);
      Units alone = rig.ofDeletions(bare);
      Counted floor = rig.counted(() -> rig.bare().batches(bare, 1));
      lines.add(new Line("floor: " + kind.label(), floor, Units.NONE, alone));
      FixtureBatch lot = rig.fixture().over(kind, rig.tenant(kind), ITEMS);
      lines.add(other("… dry run", rig.counted(() -> rig.run(lot.tenant(), true, lot.things()))));
      Counted run = rig.counted(() -> rig.run(lot.tenant(), false, lot.things()));
      var inTransactions = new Units(IN_TRANSACTION * alone.table(), alone.indexes(), 0);
      lines.add(new Line("… run", run, run.units(), inTransactions));
      lines.add(
          other("… run that finds nothing", rig.counted(() -> rig.run(lot.tenant(), false, 0))));
    }
    String usual = rig.tenant(List.of());
    lines.add(
        other(
            "all usual targets, run that finds nothing",
            rig.counted(() -> rig.run(usual, false, 0))));
    return new CleanupCalls(lines);
  }

  private static Line other(String label, Counted counted) {
    return new Line(label, counted, counted.units(), Units.NONE);
  }

  String markdown() {
    var table =
        new Table(
            "",
            "DynamoDB",
            "S3",
            "read units",
            "write units of deletions: table + index",
            "and of the rest",
            "a thousand");
    for (Line line : lines) {
      table.row(
          line.label(),
          CacheCalls.told(line.counted().dynamoDb()),
          CacheCalls.told(line.counted().objects()),
          "%,.1f".formatted(line.own().reads()),
          "%,.0f + %,.0f".formatted(line.deletions().table(), line.deletions().indexes()),
          "%,.0f + %,.0f".formatted(line.own().table(), line.own().indexes()),
          "$%.3f".formatted(line.dollars()));
    }
    return """
    ## Calls for %,d items

    Counted exactly: DynamoDB's calls as they are answered, S3's by what stands before the folder in
    its place. Units are the engine's, but for those of deletions: these are by DynamoDB's rules,
    applied to what was deleted, since the engine does not tell them of a transaction; there, the
    table's count twice. In batches, the engine tells the same as the rules. The last column is arithmetic, not a bill: what a thousand
    such lines, a million items, cost by the on-demand prices of %s as of %s, which [AwsPrices]
    lists with their sources; S3 takes nothing for deletions. Begin and end of a run are in it, and
    not what calls clean-up.

    [AwsPrices]: ../src/main/java/dev/headroom/benchmarks/AwsPrices.java

    %s\
    """
        .formatted(ITEMS, AwsPrices.REGION, AwsPrices.DATE, table);
  }
}

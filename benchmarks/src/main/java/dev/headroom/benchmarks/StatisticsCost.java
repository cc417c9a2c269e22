package dev.headroom.benchmarks;

import dev.headroom.aws.ItemSize;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** What counting the changes of jobs costs: less for each, the more there are in a second. */
record StatisticsCost(Counted alone, Counted many, double jobsPerSecond) {
  /** No batch is gathered for longer, and no transaction takes so long. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private static final int CONCURRENCY = 10;

  /** A write in a transaction is prepared, and then made: DynamoDB takes two units for one. */
  private static final int IN_TRANSACTION = 2;

  /**
   * What some jobs came to.
   *
   * @param transactions with or without success
   * @param items that they wrote, all together
   * @param units that these take by the rules
   */
  record Counted(int jobs, int transactions, int items, long units) {
    double unitsEach() {
      return (double) units / jobs;
    }

    private static Counted of(int jobs, List<CapacityObserver.Seen> seen, Store store) {
      var transactions =
          seen.stream()
              .filter(one -> one.operation().equals(CapacityObserver.TRANSACTION))
              .toList();
      List<Update> updates =
          transactions.stream()
              .flatMap(one -> one.items().stream())
              .map(TransactWriteItem::update)
              .toList();
      Map<Map<String, AttributeValue>, Long> unitsByKey = new HashMap<>();
      long units = 0;
      for (Update update : updates) {
        units += unitsByKey.computeIfAbsent(update.key(), _ -> units(update, store));
      }
      return new Counted(jobs, transactions.size(), updates.size(), units);
    }

    /** By the item as it has become: counters hardly grow. */
    private static long units(Update update, Store store) {
      var item =
          store
              .dynamoDb()
              .getItem(get -> get.tableName(update.tableName()).key(update.key()))
              .item();
      return IN_TRANSACTION * WriteUnits.units(ItemSize.bytes(item));
    }
  }

  static StatisticsCost measure(Rig rig, int jobs)
      throws IOException, ExecutionException, InterruptedException {
    var load = new JobLoad(rig);
    try (var _ = rig.statistics().start()) {
      CapacityObserver.start();
      String _ = load.one();
      awaitQuiet();
      var alone = Counted.of(1, CapacityObserver.stop(), rig.store());
      CapacityObserver.start();
      double rate = load.drain(CONCURRENCY, jobs).perSecond(jobs);
      awaitQuiet();
      return new StatisticsCost(
          alone, Counted.of(jobs, CapacityObserver.stop(), rig.store()), rate);
    }
  }

  private static void awaitQuiet() throws InterruptedException {
    long before = -1;
    long now = CapacityObserver.transactions();
    while (now != before) {
      Thread.sleep(QUIET);
      before = now;
      now = CapacityObserver.transactions();
    }
  }

  String markdown() {
    return """
        The statistics are kept by a function of their own, which counts what a second brings in a few
        transactions; that is in no table here. One job by itself came to transactions: %d, items: %d,
        write units: %d. Of %,d jobs, worked off at %,.0f a second: %,d, %,d and %,d, which is %.3f units a
        job, or $%.2f a million. Units are by the rules, two for each kilobyte begun of each item;
        the engine says two of a transaction whatever is in it. Each shard of the stream is counted by
        itself: where a table has more of them than here, there are as many times more transactions.

        """
        .formatted(
            alone.transactions(),
            alone.items(),
            alone.units(),
            many.jobs(),
            jobsPerSecond,
            many.transactions(),
            many.items(),
            many.units(),
            many.unitsEach(),
            many.unitsEach() * AwsPrices.WRITE_UNITS);
  }
}

package dev.headroom.jobs.statistics;

import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Adds the changes of the job table to the statistics, each exactly once, however often and by
 * however many a batch is handed over: the position up to which a shard is counted in moves in the
 * same transaction as the counters, and only from before the first change to the last.
 *
 * <p>Changes that count for nothing (progress, slices, leases) move nothing, not even the position:
 * it is there lest anything be counted twice, and they may come as often as they like.
 */
public final class Projection {
  private static final int MAX_TRIES = 12;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(640);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final RandomGenerator random;
  private final InstantSource clock;

  /**
   * A projection into one table.
   *
   * @param random spreads the pauses between tries
   */
  public Projection(
      DynamoDbClient dynamoDb, String table, RandomGenerator random, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Counts what is not counted yet.
   *
   * @param changes of one shard, in order
   * @throws RuntimeException when the table does not answer; part of them may be counted, and none
   *     is lost or counted twice when they all come again
   */
  void apply(String shard, List<Change> changes) {
    int slot = StatisticsItem.slot(shard);
    changes.stream()
        .filter(change -> !Deltas.of(slot, List.of(change)).isEmpty())
        .collect(groupingBy(Projection::part))
        .forEach((part, of) -> apply(new StatisticsItem.Position(shard, part), slot, of, 1));
  }

  private static int part(Change change) {
    return Math.floorMod(change.tenant().hashCode(), StatisticsItem.Position.PARTS);
  }

  private void apply(
      StatisticsItem.Position position, int slot, List<Change> changes, int attempt) {
    var deltas = Deltas.of(slot, changes);
    if (deltas.isEmpty()) {
      return;
    }
    if (!deltas.fit()) {
      int half = changes.size() / 2;
      apply(position, slot, changes.subList(0, half), attempt);
      apply(position, slot, changes.subList(half, changes.size()), attempt);
      return;
    }
    switch (transaction(position, deltas, changes).write(dynamoDb)) {
      case StatisticsTransaction.Written _ -> {}
      case StatisticsTransaction.CountedUpTo(String sequence) -> {
        var left = changes.stream().filter(change -> change.sequence().compareTo(sequence) > 0);
        again(position, slot, left.toList(), attempt);
      }
      case StatisticsTransaction.Contended _ -> {
        pause(attempt);
        again(position, slot, changes, attempt);
      }
    }
  }

  private void again(StatisticsItem.Position position, int slot, List<Change> left, int attempt) {
    if (attempt == MAX_TRIES) {
      throw new IllegalStateException(
          "Others write the same statistics all the time: gave up after %d tries"
              .formatted(attempt));
    }
    apply(position, slot, left, attempt + 1);
  }

  private StatisticsTransaction transaction(
      StatisticsItem.Position position, Deltas deltas, List<Change> changes) {
    List<TransactWriteItem> writes = new ArrayList<>();
    var update = new StatisticsUpdates(table, clock.instant());
    writes.add(update.move(position, changes.getFirst().sequence(), changes.getLast().sequence()));
    deltas.counters().forEach((item, counters) -> writes.add(update.add(item, counters, deltas)));
    return new StatisticsTransaction(writes);
  }

  /** Full jitter: whoever lost together does not come back together. */
  private void pause(int attempt) {
    long bound = Math.min(LONGEST_PAUSE.toMillis(), 5L << attempt);
    try {
      Thread.sleep(random.nextLong(bound + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while statistics were written", e);
    }
  }
}

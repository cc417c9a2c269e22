package dev.headroom.cleanup;

import static dev.headroom.cleanup.CleanupItem.key;
import static dev.headroom.cleanup.CleanupItem.number;
import static dev.headroom.cleanup.CleanupItem.text;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.aws.Item;
import dev.headroom.aws.ItemUpdate;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The one place at which a tenant's things are cleaned up: an item that holds the run under way,
 * what it has committed and what all runs before it did. Whoever works at it has a lease and a
 * turn; each of its writes, deletions included, is one transaction conditioned on the turn. So a
 * second process, or one that comes back from the dead, removes nothing and counts nothing.
 */
final class Desk {
  /** How long a run is its worker's without a write: longer than any page or erasure takes. */
  static final Duration LEASE = Duration.ofSeconds(90);

  /** How long an ended run is remembered when no schedule removes it before. */
  static final Duration RUNS_KEPT = Duration.ofDays(400);

  private static final int MAX_TRIES = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(640);

  private static final String TURN = "turn";
  private static final String RUN = "run";
  private static final String OUTBOX = "outbox";
  private static final String TOTALS = "totals";
  private static final String BASELINE = "baseline";

  /** Of the worker's writes: a copy that arrives late, when another has followed, does nothing. */
  private static final String SEQUENCE = "sequence";

  /** Of the run, since its last write. Absent when there was none. */
  private static final String TAKEOVERS = "takeovers";

  /** Of the resets. */
  private static final String EPOCH = "epoch";

  private static final TypeReference<CleanupRun> AS_RUN = new TypeReference<>() {};
  private static final TypeReference<Totals> AS_TOTALS = new TypeReference<>() {};
  private static final TypeReference<Baseline> AS_BASELINE = new TypeReference<>() {};

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final InstantSource clock;
  private final RandomGenerator random;

  Desk(DynamoDbClient dynamoDb, String table, InstantSource clock, RandomGenerator random) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.clock = clock;
    this.random = random;
  }

  /**
   * The desk as it is.
   *
   * @param turn changes with each worker
   * @param sequence changes with each of a worker's writes
   * @param leaseUntil of whoever works at it; long ago when it only waits for somebody
   * @param takeovers how often it was taken over since anything was written
   */
  record State(
      String tenant,
      long turn,
      long sequence,
      Optional<CleanupRun> run,
      Outbox outbox,
      Instant leaseUntil,
      long takeovers,
      Totals totals,
      Baseline baseline) {

    /** Whether a run lies here that nobody works on. */
    boolean isLeft(Instant now) {
      return run.isPresent() && !leaseUntil.isAfter(now);
    }

    /** As it is when that has been written. */
    State written(CleanupRun progressed, Outbox left, Instant until) {
      return new State(
          tenant, turn, sequence + 1, Optional.of(progressed), left, until, 0, totals, baseline);
    }

    /**
     * What was done so far, by the run under way as well. What waits in its outbox counts as found
     * when it is erased: a reset in between would put the two into different epochs.
     */
    Totals now() {
      return run.filter(one -> !one.dryRun())
          .map(one -> outbox.isEmpty() ? one : one.plus(Tally.found(-outbox.keys().size())))
          .map(totals::plusRemovedBy)
          .orElse(totals);
    }
  }

  /**
   * Where the present epoch of the statistics begins.
   *
   * @param epoch how many resets were before it
   * @param since null in the first epoch
   */
  record Baseline(long epoch, @Nullable Instant since, Totals totals) {
    static final Baseline FIRST = new Baseline(0, null, Totals.NONE);
  }

  private static ItemUpdate at(String tenant) {
    return new ItemUpdate(key(tenant, CleanupItem.DESK));
  }

  State read(String tenant) {
    var item =
        new Item(
            dynamoDb
                .getItem(
                    get ->
                        get.tableName(table)
                            .key(key(tenant, CleanupItem.DESK))
                            .consistentRead(true))
                .item());
    return state(tenant, item);
  }

  private static State state(String tenant, Item item) {
    return new State(
        tenant,
        item.find(TURN).map(turn -> Long.parseLong(turn.n())).orElse(0L),
        item.find(SEQUENCE).map(sequence -> Long.parseLong(sequence.n())).orElse(0L),
        item.find(RUN).map(_ -> CleanupItem.read(item, RUN, AS_RUN)),
        item.find(OUTBOX).map(Outbox::read).orElse(Outbox.EMPTY),
        item.find(CleanupItem.DUE_AT)
            .map(at -> Instant.ofEpochMilli(Long.parseLong(at.n())))
            .orElse(Instant.EPOCH),
        item.find(TAKEOVERS).map(takeovers -> Long.parseLong(takeovers.n())).orElse(0L),
        item.find(TOTALS).map(_ -> CleanupItem.read(item, TOTALS, AS_TOTALS)).orElse(Totals.NONE),
        item.find(BASELINE)
            .map(_ -> CleanupItem.read(item, BASELINE, AS_BASELINE))
            .orElse(Baseline.FIRST));
  }

  /**
   * Begins a run at a desk that is free, and moves its schedules on to when they are next due: all
   * of it or nothing.
   *
   * @param free as it was read
   * @return empty when somebody else was sooner, at the desk or at a schedule
   */
  Optional<State> begin(State free, CleanupRun run, List<Schedule> schedules) {
    Instant lease = clock.instant().plus(LEASE);
    var change = at(free.tenant());
    change
        .where("attribute_not_exists(#run)", Map.of())
        .set(RUN, CleanupItem.json(run))
        .set(CleanupItem.DUE_PRIORITY, text(Json.spelled(run.priority())))
        .set(CleanupItem.DUE_AT, number(lease.toEpochMilli()));
    seen(change, TURN, free.turn(), 0);
    change.add(TURN, 1).add(SEQUENCE, 1);
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(change.write(table));
    schedules.stream()
        .limit(Batch.MAX_ITEMS) // one more may be run: it comes again when it is due
        .forEach(schedule -> writes.add(moveOn(free.tenant(), schedule, run)));
    var written = written(writes);
    return written instanceof Transaction.Done
        ? Optional.of(
            new State(
                free.tenant(),
                free.turn() + 1,
                free.sequence() + 1,
                Optional.of(run),
                Outbox.EMPTY,
                lease,
                0,
                free.totals(),
                free.baseline()))
        : Optional.empty();
  }

  private TransactWriteItem moveOn(String tenant, Schedule schedule, CleanupRun run) {
    long next = schedule.dueAfter(run.startedAt()).toEpochMilli();
    var update =
        Update.builder()
            .tableName(table)
            .key(key(tenant, CleanupItem.SCHEDULE + schedule.name()))
            .conditionExpression("due_at = :seen AND created_at = :created")
            .updateExpression("SET due_at = :next, last_run_id = :run")
            .expressionAttributeValues(
                Map.of(
                    ":seen", number(schedule.dueAt().toEpochMilli()),
                    ":created", text(Json.spelled(schedule.createdAt())),
                    ":next", number(next),
                    ":run", text(run.id())))
            .build();
    return TransactWriteItem.builder().update(update).build();
  }

  /**
   * Takes over a run that nobody works on any more.
   *
   * @return empty when somebody does, or there is none
   */
  Optional<State> take(String tenant) {
    State seen = read(tenant);
    Instant now = clock.instant();
    if (!seen.isLeft(now)) {
      return Optional.empty();
    }
    var change =
        at(tenant)
            .where("attribute_exists(#run)", Map.of())
            .where(TURN, number(seen.turn()))
            .where("#due_at <= :now", Map.of(":now", number(now.toEpochMilli())))
            .set(CleanupItem.DUE_AT, number(now.plus(LEASE).toEpochMilli()))
            .add(TURN, 1)
            .add(TAKEOVERS, 1);
    try {
      return Optional.of(
          state(
              tenant, new Item(change.update(dynamoDb, table, ReturnValue.ALL_NEW).attributes())));
    } catch (ConditionalCheckFailedException _) {
      // By another, or by ourselves: the answer to our first try was lost. Then the lease is over
      // before somebody goes on, and nothing is lost but time.
      return Optional.empty();
    }
  }

  /**
   * Writes how far a run is, and takes items away: all of it or nothing.
   *
   * @param held as it was when it was written last
   * @param until when somebody else may take it over
   * @param deletions at most 99
   */
  Transaction commit(
      State held, CleanupRun run, Outbox outbox, Instant until, List<Delete> deletions) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(progress(held, run, outbox, until).write(table));
    deletions.forEach(deletion -> writes.add(TransactWriteItem.builder().delete(deletion).build()));
    return written(writes);
  }

  /**
   * Writes how far a run is.
   *
   * @param until when somebody else may take it over
   * @return false when it is somebody else's by now
   */
  boolean save(State held, CleanupRun run, Outbox outbox, Instant until) {
    try {
      progress(held, run, outbox, until).update(dynamoDb, table, ReturnValue.NONE);
      return true;
    } catch (ConditionalCheckFailedException e) {
      // The answer to our first try was lost, and then the condition fails on our own write.
      return isThere(new Item(e.item()), held, run, outbox);
    }
  }

  /**
   * Not by its numbers alone: another write of ours, that we took for failed, may have come late.
   */
  private static boolean isThere(Item item, State held, CleanupRun run, Outbox outbox) {
    State now = state(held.tenant(), item);
    return now.turn() == held.turn()
        && now.sequence() == held.sequence() + 1
        && item.find(RUN).equals(Optional.of(CleanupItem.json(run)))
        && now.outbox().equals(outbox);
  }

  private ItemUpdate progress(State held, CleanupRun run, Outbox outbox, Instant until) {
    var change =
        at(held.tenant())
            .where(TURN, number(held.turn()))
            .where(SEQUENCE, number(held.sequence()))
            .set(RUN, CleanupItem.json(run))
            .set(CleanupItem.DUE_AT, number(until.toEpochMilli()))
            .add(SEQUENCE, 1)
            .remove(TAKEOVERS);
    return outbox.isEmpty() ? change.remove(OUTBOX) : change.set(OUTBOX, outbox.stored());
  }

  /**
   * Ends a run: it goes to the others that have ended, and is counted with them.
   *
   * @return false when it is somebody else's by now
   */
  boolean finish(State held, CleanupRun ended) {
    Totals totals = ended.dryRun() ? held.totals() : held.totals().plus(ended);
    var change =
        at(held.tenant())
            .where(TURN, number(held.turn()))
            .where(SEQUENCE, number(held.sequence()))
            .set(TOTALS, CleanupItem.json(totals))
            .add(SEQUENCE, 1)
            .remove(RUN, OUTBOX, TAKEOVERS, CleanupItem.DUE_PRIORITY, CleanupItem.DUE_AT);
    var put =
        TransactWriteItem.builder()
            .put(one -> one.tableName(table).item(ended(held.tenant(), ended)))
            .build();
    return switch (written(List.of(change.write(table), put))) {
      case Transaction.Done _ -> true;
      case Transaction.Lost _, Transaction.Refused _ -> false;
      case Transaction.Contended _ -> throw contended();
    };
  }

  static HeadroomException contended() {
    return new HeadroomException.Unavailable(
        "Others write to the clean-up table all the time. Try again in a moment.");
  }

  /** Full jitter: whoever lost together does not come back together. */
  private Transaction written(List<TransactWriteItem> writes) {
    Transaction came = Transaction.of(dynamoDb, writes);
    for (int attempt = 1; came instanceof Transaction.Contended && attempt < MAX_TRIES; attempt++) {
      pause(Math.min(LONGEST_PAUSE.toMillis(), 5L << attempt));
      came = Transaction.of(dynamoDb, writes);
    }
    return came;
  }

  private void pause(long bound) {
    try {
      Thread.sleep(random.nextLong(bound + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a run was written", e);
    }
  }

  private Map<String, AttributeValue> ended(String tenant, CleanupRun run) {
    Map<String, AttributeValue> item = new HashMap<>(key(tenant, CleanupItem.RUN + run.id()));
    item.put(RUN, CleanupItem.json(run));
    item.put(CleanupItem.EXPIRES_AT, number(clock.instant().plus(RUNS_KEPT).getEpochSecond()));
    return item;
  }

  /**
   * Begins a new epoch of the statistics.
   *
   * @return false when something was counted meanwhile
   */
  boolean reset(State seen, Baseline next) {
    var change =
        at(seen.tenant()).set(BASELINE, CleanupItem.json(next)).set(EPOCH, number(next.epoch()));
    seen(change, SEQUENCE, seen.sequence(), 0);
    seen(change, EPOCH, seen.baseline().epoch(), Baseline.FIRST.epoch());
    try {
      change.update(dynamoDb, table, ReturnValue.NONE);
      return true;
    } catch (ConditionalCheckFailedException e) {
      var now = new Item(e.item());
      return !now.isEmpty() && state(seen.tenant(), now).baseline().equals(next); // our first try
    }
  }

  private static void seen(ItemUpdate change, String attribute, long value, long never) {
    if (value == never) {
      change.where("attribute_not_exists(#" + attribute + ")", Map.of());
    } else {
      change.where(attribute, number(value));
    }
  }
}

package dev.headroom.cleanup.runs;

import static dev.headroom.cleanup.table.CleanupItem.key;
import static dev.headroom.cleanup.table.CleanupItem.number;
import static dev.headroom.cleanup.table.CleanupItem.text;

import dev.headroom.aws.Item;
import dev.headroom.aws.ItemUpdate;
import dev.headroom.cleanup.table.CleanupItem;
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
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Begins runs, takes abandoned ones over, and writes how far they are. One item holds a tenant's
 * run under way, what it has committed and what all runs before it did; see {@link RunLease} for
 * who may write it.
 */
public final class RunLeases {
  /** How long an ended run is kept when no schedule removes it before. */
  public static final Duration RUNS_KEPT = Duration.ofDays(400);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final TenantStates states;
  private final LeasedTransaction transaction;
  private final InstantSource clock;

  /**
   * Makes no call yet.
   *
   * @param table the clean-up table
   */
  public RunLeases(
      DynamoDbClient dynamoDb, String table, InstantSource clock, RandomGenerator random) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.states = new TenantStates(dynamoDb, table);
    this.transaction = new LeasedTransaction(dynamoDb, random);
    this.clock = clock;
  }

  /**
   * Begins a run of a tenant that has none, together with other writes: all of it or nothing.
   *
   * @param free the tenant's state as it was read
   * @param others writes that belong to the beginning; only the first 99 are made
   * @return empty when another began a run meanwhile, or one of the other writes was refused
   */
  public Optional<RunLease> begin(
      TenantState free, CleanupRun run, List<TransactWriteItem> others) {
    Instant now = clock.instant();
    var begun =
        new TenantState(
            free.tenant(),
            free.token() + 1,
            free.sequence() + 1,
            Optional.of(run),
            Outbox.EMPTY,
            now.plus(RunLease.LENGTH),
            0,
            free.totals(),
            free.baseline());
    var change =
        TenantState.update(free.tenant())
            .where("attribute_not_exists(#run)", Map.of())
            .set(TenantState.RUN, CleanupItem.json(run))
            .set(CleanupItem.DUE_PRIORITY, text(Json.spelled(run.priority())))
            .set(CleanupItem.DUE_AT, number(begun.leaseUntil().toEpochMilli()));
    TenantState.requireUnchanged(change, TenantState.TOKEN, free.token());
    change.add(TenantState.TOKEN, 1).add(TenantState.SEQUENCE, 1);
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(change.write(table));
    others.stream().limit(Batch.MAX_ITEMS).forEach(writes::add);
    return transaction.write(writes) instanceof WriteOutcome.Committed
        ? Optional.of(RunLease.of(begun, now))
        : Optional.empty();
  }

  /**
   * Takes over a run that nobody works on any more.
   *
   * @return empty when there is no such run, or another worker was sooner
   */
  public Optional<RunLease> take(String tenant) {
    TenantState seen = states.read(tenant);
    Instant now = clock.instant();
    if (!seen.isAbandoned(now)) {
      return Optional.empty();
    }
    var change =
        TenantState.update(tenant)
            .where("attribute_exists(#run)", Map.of())
            .where(TenantState.TOKEN, number(seen.token()))
            .where("#due_at <= :now", Map.of(":now", number(now.toEpochMilli())))
            .set(CleanupItem.DUE_AT, number(now.plus(RunLease.LENGTH).toEpochMilli()))
            .add(TenantState.TOKEN, 1)
            .add(TenantState.TAKEOVERS, 1);
    try {
      var item = new Item(change.update(dynamoDb, table, ReturnValue.ALL_NEW).attributes());
      return Optional.of(RunLease.of(TenantState.read(tenant, item), now));
    } catch (ConditionalCheckFailedException _) {
      // Another was sooner; or the answer to our own first try was lost. Then the run waits until
      // that lease is over, and nothing is lost but time.
      return Optional.empty();
    }
  }

  /**
   * Reads a worker's run as it is stored: ahead of what the worker knows when an answer was lost.
   *
   * @return empty when another worker has the run by now
   */
  Optional<RunLease> reread(RunLease lease) {
    TenantState stored = states.read(lease.tenant());
    if (stored.token() != lease.token() || stored.run().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RunLease(
            lease.tenant(),
            lease.token(),
            stored.sequence(),
            stored.leaseUntil(),
            stored.takeovers(),
            stored.totals(),
            lease.workedSince(),
            stored.run().get(),
            stored.outbox()));
  }

  /**
   * Writes how far a run is.
   *
   * @return the lease after the write; empty when another worker has the run by now
   */
  Optional<RunLease> save(RunLease lease) {
    try {
      progress(lease).update(dynamoDb, table, ReturnValue.NONE);
      return Optional.of(lease.written());
    } catch (ConditionalCheckFailedException e) {
      // The answer to our first try may have been lost: then the condition fails on our own write.
      TenantState stored = TenantState.read(lease.tenant(), new Item(e.item()));
      return lease.isWrittenIn(stored) ? Optional.of(lease.written()) : Optional.empty();
    }
  }

  /**
   * Writes how far a run is, and deletes items: all of it or nothing.
   *
   * @param deletions at most 99
   */
  WriteOutcome commit(RunLease lease, List<Delete> deletions) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(progress(lease).write(table));
    deletions.forEach(deletion -> writes.add(TransactWriteItem.builder().delete(deletion).build()));
    return transaction.write(writes);
  }

  private static ItemUpdate progress(RunLease lease) {
    ItemUpdate change =
        held(lease)
            .set(TenantState.RUN, CleanupItem.json(lease.run()))
            .set(CleanupItem.DUE_AT, number(lease.until().toEpochMilli()))
            .remove(TenantState.TAKEOVERS);
    return lease.outbox().isEmpty()
        ? change.remove(TenantState.OUTBOX)
        : change.set(TenantState.OUTBOX, lease.outbox().stored());
  }

  private static ItemUpdate held(RunLease lease) {
    return TenantState.update(lease.tenant())
        .where(TenantState.TOKEN, number(lease.token()))
        .where(TenantState.SEQUENCE, number(lease.sequence()))
        .add(TenantState.SEQUENCE, 1);
  }

  /**
   * Ends a run: moves it to the runs that have ended, and adds it to the totals.
   *
   * @param ended the lease's run as it is at its end
   */
  WriteOutcome finish(RunLease lease, CleanupRun ended) {
    Totals totals = ended.dryRun() ? lease.totals() : lease.totals().plus(ended);
    var change =
        held(lease)
            .set(TenantState.TOTALS, CleanupItem.json(totals))
            .remove(
                TenantState.RUN,
                TenantState.OUTBOX,
                TenantState.TAKEOVERS,
                CleanupItem.DUE_PRIORITY,
                CleanupItem.DUE_AT);
    var put =
        TransactWriteItem.builder()
            .put(one -> one.tableName(table).item(ended(lease.tenant(), ended)))
            .build();
    return transaction.write(List.of(change.write(table), put));
  }

  private Map<String, AttributeValue> ended(String tenant, CleanupRun run) {
    Map<String, AttributeValue> item = new HashMap<>(key(tenant, CleanupItem.RUN + run.id()));
    item.put(TenantState.RUN, CleanupItem.json(run));
    item.put(CleanupItem.EXPIRES_AT, number(clock.instant().plus(RUNS_KEPT).getEpochSecond()));
    return item;
  }
}

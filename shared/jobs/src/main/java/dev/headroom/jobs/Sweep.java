package dev.headroom.jobs;

import dev.headroom.aws.InParallel;
import dev.headroom.aws.Item;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Looks after the jobs that nobody else looks after. Each unfinished job has an instant at which
 * somebody must look at it again; the index {@code by_due} holds those and no others, so a sweep
 * costs what is due and nothing for what is kept.
 *
 * <p>Any number of sweeps may run at once: what each changes is conditioned on what it has seen,
 * and a message that is sent twice wakes a worker for nothing.
 */
public final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** Jobs of one shard that are handled together. */
  private static final int PAGE = 100;

  /**
   * A worker notices by itself that its job's time is over; if it has not by so much later, it is
   * not going to.
   */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /**
   * A waiting job's message is taken for lost after so long even while its queue has others: that
   * is the price of a lost message in a queue that never empties, and of a needless one in a queue
   * that is far behind.
   */
  private static final Duration TRUST = Duration.ofMinutes(15);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final JobStore store;
  private final JobQueue queue;
  private final FailedAttempts failedAttempts;
  private final InstantSource clock;

  public Sweep(
      DynamoDbClient dynamoDb,
      String table,
      JobStore store,
      JobQueue queue,
      FailedAttempts failedAttempts,
      InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.store = store;
    this.queue = queue;
    this.failedAttempts = failedAttempts;
    this.clock = clock;
  }

  /**
   * What a sweep did.
   *
   * @param sent jobs that a worker was woken for
   * @param ended attempts that were ended, because their worker or their time was gone
   */
  public record Done(long sent, long ended) {}

  /** What came of one due job. */
  private enum Handled {
    SENT,
    ENDED,
    LEFT
  }

  /**
   * Handles what is due, the longest due first.
   *
   * @param mayGoOn asked before each page: the rest is left to the next sweep
   */
  public Done run(BooleanSupplier mayGoOn) {
    Set<QueueName> idle = queue.idle();
    List<Callable<List<Handled>>> shards =
        IntStream.range(0, JobItem.DUE_SHARDS)
            .<Callable<List<Handled>>>mapToObj(shard -> () -> sweep(shard, idle, mayGoOn))
            .toList();
    List<Handled> handled = InParallel.all(shards).stream().flatMap(List::stream).toList();
    return new Done(count(handled, Handled.SENT), count(handled, Handled.ENDED));
  }

  private static long count(List<Handled> handled, Handled which) {
    return handled.stream().filter(which::equals).count();
  }

  private List<Handled> sweep(int shard, Set<QueueName> idle, BooleanSupplier mayGoOn) {
    List<Handled> handled = new ArrayList<>();
    Map<String, AttributeValue> from = Map.of();
    do {
      var start = from;
      var page =
          dynamoDb.query(
              query ->
                  query
                      .tableName(table)
                      .indexName(JobItem.BY_DUE)
                      .keyConditionExpression("due_shard = :shard AND due_at <= :now")
                      .expressionAttributeValues(
                          Map.of(
                              ":shard",
                              JobItem.text(String.valueOf(shard)),
                              ":now",
                              JobItem.number(clock.instant().toEpochMilli())))
                      .limit(PAGE)
                      .exclusiveStartKey(start.isEmpty() ? null : start));
      for (var entry : page.items()) {
        handled.add(handled(new Item(entry).text(JobItem.ID), idle));
      }
      from = page.lastEvaluatedKey();
    } while (!from.isEmpty() && mayGoOn.getAsBoolean());
    return handled;
  }

  private Handled handled(String id, Set<QueueName> idle) {
    try {
      // The index may be behind the table: what has gone on meanwhile is not due any more.
      return store
          .findDue(id)
          .filter(due -> !due.at().isAfter(clock.instant()))
          .map(due -> handled(due, idle))
          .orElse(Handled.LEFT);
    } catch (RuntimeException e) {
      LOG.error("Job {} could not be looked after; the next sweep tries again", id, e);
      return Handled.LEFT;
    }
  }

  private Handled handled(DueJob due, Set<QueueName> idle) {
    Job job = due.job();
    return switch (due.state()) {
      case DueJob.Scheduled _ -> send(job, job.runAfter().plus(Wait.PATIENCE));
      case DueJob.Waiting _ -> wake(job, idle.contains(job.queue()));
      case DueJob.Held held -> watch(job, held);
    };
  }

  /** The job's message is in its queue, or is lost. */
  private Handled wake(Job job, boolean idle) {
    Duration waited = Duration.between(job.runAfter(), clock.instant());
    // Twice as late each time: a queue that is far behind is not asked about each job each minute.
    Instant again =
        clock.instant().plus(waited.compareTo(Wait.PATIENCE) < 0 ? Wait.PATIENCE : waited);
    if (idle || waited.compareTo(TRUST) > 0) {
      return send(job, again);
    }
    store.lookAgain(job, again);
    return Handled.LEFT;
  }

  private Handled send(Job job, Instant lookAgain) {
    if (!queue.send(job)) {
      return Handled.LEFT; // it stays due
    }
    store.lookAgain(job, lookAgain);
    return Handled.SENT;
  }

  /** A worker has the job, or had it. */
  private Handled watch(Job job, DueJob.Held held) {
    Instant now = clock.instant();
    if (held.leaseUntil().isBefore(now)) {
      return end(Fence.expired(job, now), "Its worker stopped answering.");
    }
    Instant deadline = job.startedAt().orElse(now).plus(job.terms().timeout()).plus(GRACE);
    if (deadline.isBefore(now)) {
      return end(
          Fence.held(job),
          "Timed out after %s, and its worker did not end it: it was abandoned."
              .formatted(job.terms().timeoutInWords()));
    }
    store.lookAgain(job, held.leaseUntil().isBefore(deadline) ? held.leaseUntil() : deadline);
    return Handled.LEFT;
  }

  private Handled end(Fence right, String why) {
    var sequel = failedAttempts.end(right, FailedAttempts.Failure.transientOne(why));
    LOG.warn("Job {}: {} {}", right.job().id(), why, sequel);
    return sequel == FailedAttempts.Sequel.LOST ? Handled.LEFT : Handled.ENDED;
  }
}

package dev.headroom.jobs.recovery;

import dev.headroom.aws.InParallel;
import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.QueueName;
import dev.headroom.jobs.QueueWait;
import dev.headroom.jobs.store.DueJob;
import dev.headroom.jobs.store.FencedUpdate;
import dev.headroom.jobs.store.JobItem;
import dev.headroom.jobs.store.JobReader;
import dev.headroom.jobs.store.JobTransitions;
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
 * Looks after jobs whose message is lost, whose time has come, or whose worker is gone. Each
 * unfinished job has an instant at which somebody must look at it again. The index {@code by_due}
 * contains these jobs and no others, so the cost of a sweep depends only on how many are due.
 *
 * <p>Any number of sweeps may run at once. What each one changes is conditional on what it has
 * seen, and a message that is sent twice wakes a worker for nothing.
 */
public final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** How many jobs of one shard are read at a time. */
  private static final int PAGE = 100;

  /**
   * How long after the end of its time a job is left to its worker, which should notice it by
   * itself.
   */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /**
   * How long a waiting job's message is trusted while its queue has messages. After that it is sent
   * again: a lost message in a queue that never empties delays its job by so much, and a queue that
   * is far behind gets a needless message.
   */
  private static final Duration TRUSTED_FOR = Duration.ofMinutes(15);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final JobReader reader;
  private final JobTransitions transitions;
  private final JobQueue queue;
  private final FailedAttempts failedAttempts;
  private final InstantSource clock;

  /** Creates the sweeps of one deployment. */
  public Sweep(
      DynamoDbClient dynamoDb,
      String table,
      JobReader reader,
      JobTransitions transitions,
      JobQueue queue,
      FailedAttempts failedAttempts,
      InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.reader = reader;
    this.transitions = transitions;
    this.queue = queue;
    this.failedAttempts = failedAttempts;
    this.clock = clock;
  }

  /**
   * The result of a sweep.
   *
   * @param sent how many jobs a worker was woken for
   * @param ended how many attempts were ended because their worker was gone or their time was over
   */
  public record Done(long sent, long ended) {}

  /** What was done about one due job. */
  private enum Handled {
    SENT,
    ENDED,
    LEFT
  }

  /**
   * Handles the jobs that are due, the longest due first.
   *
   * @param mayGoOn asked before each page but the first; when false, the rest is left to the next
   *     sweep
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
      // The index may be behind the table: a job that has gone on meanwhile is not due any more.
      return reader
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
      case DueJob.Scheduled _ -> send(job, job.runAfter().plus(QueueWait.PATIENCE));
      case DueJob.Waiting _ -> wake(job, idle.contains(job.queue()));
      case DueJob.Held held -> watch(job, held);
    };
  }

  /** Handles a job whose message is in its queue or lost. */
  private Handled wake(Job job, boolean idle) {
    Duration waited = Duration.between(job.runAfter(), clock.instant());
    // Twice as late each time: a queue that is far behind is not asked about each job each minute.
    Instant again =
        clock
            .instant()
            .plus(waited.compareTo(QueueWait.PATIENCE) < 0 ? QueueWait.PATIENCE : waited);
    if (idle || waited.compareTo(TRUSTED_FOR) > 0) {
      return send(job, again);
    }
    transitions.lookAgain(job, again);
    return Handled.LEFT;
  }

  private Handled send(Job job, Instant lookAgain) {
    if (!queue.send(job)) {
      return Handled.LEFT; // it stays due
    }
    transitions.lookAgain(job, lookAgain);
    return Handled.SENT;
  }

  /** Handles a job that a worker has or had. */
  private Handled watch(Job job, DueJob.Held held) {
    Instant now = clock.instant();
    if (held.leaseUntil().isBefore(now)) {
      return end(FencedUpdate.expired(job, now), "Its worker stopped answering.");
    }
    Instant deadline = job.startedAt().orElse(now).plus(job.options().timeout()).plus(GRACE);
    if (deadline.isBefore(now)) {
      return end(
          FencedUpdate.held(job),
          "Timed out after %s, and its worker did not end it: it was abandoned."
              .formatted(job.options().timeoutInWords()));
    }
    transitions.lookAgain(job, held.leaseUntil().isBefore(deadline) ? held.leaseUntil() : deadline);
    return Handled.LEFT;
  }

  private Handled end(FencedUpdate right, String why) {
    var sequel = failedAttempts.end(right, FailedAttempts.Failure.transientOne(why));
    LOG.warn("Job {}: {} {}", right.job().id(), why, sequel);
    return sequel == FailedAttempts.Sequel.LOST ? Handled.LEFT : Handled.ENDED;
  }
}

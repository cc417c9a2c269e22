package dev.headroom.jobs.store;

import static dev.headroom.jobs.store.JobItem.number;
import static dev.headroom.jobs.store.JobItem.text;

import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.QueueWait;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The writes of a worker, which claims a job, keeps the claim, and ends a slice or the job. Each
 * method is one write, conditional on the claim, so that a worker that has lost its claim changes
 * nothing.
 *
 * <p>The SDK repeats a request whose answer was lost, and then the condition fails on our own
 * write. A failed condition therefore returns the item, and a write that finds itself in it has
 * succeeded.
 */
public final class JobClaims {
  /** How long a claim holds without a heartbeat. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final JobEnding ending;
  private final InstantSource clock;

  /**
   * Creates the claims of one deployment.
   *
   * @param retention how long a job can be read after its end
   */
  public JobClaims(DynamoDbClient dynamoDb, String table, Period retention, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.ending = new JobEnding(retention, clock);
    this.clock = clock;
  }

  /**
   * Claims a job that waits, if the message is for its present turn.
   *
   * @param claimant identifies this claim; no other claim may have the same
   */
  public Claim claim(JobQueue.Message message, String claimant) {
    Instant now = clock.instant();
    // The sweeper looks at a job soon after its lease ends, or has to be told to, if the job has
    // waited so long that its next look was put far off. To tell it always would cost each job two
    // write units.
    var soon = number(now.plus(LEASE.multipliedBy(2)).toEpochMilli());
    var write =
        claim(message, claimant, now)
            .where("due_at <= :soon", Map.of(":soon", soon))
            .write(dynamoDb, table);
    if (write instanceof JobUpdate.Refused(Item old) && isDueAfter(old, soon)) {
      write = claim(message, claimant, now).set(JobItem.DUE_AT, soon).write(dynamoDb, table);
    }
    return switch (write) {
      case JobUpdate.Written(Item held) -> new Claim.Granted(JobItem.read(held));
      case JobUpdate.Refused(Item old)
          when !old.isEmpty()
              && old.optionalText(JobItem.CLAIMED_BY).equals(Optional.of(claimant))
              && old.number(JobItem.FENCING_TOKEN) == message.turn() + 1L ->
          new Claim.Granted(JobItem.read(old));
      case JobUpdate.Refused _ -> new Claim.NothingToDo();
    };
  }

  private static boolean isDueAfter(Item item, AttributeValue time) {
    return item.find(JobItem.DUE_AT)
        .filter(due -> Long.parseLong(due.n()) > Long.parseLong(time.n()))
        .isPresent();
  }

  private static JobUpdate claim(JobQueue.Message message, String claimant, Instant now) {
    return (message.slice() ? resume(message) : begin(message, now))
        .withFencingToken(message.turn())
        .increment(JobItem.FENCING_TOKEN)
        .set(JobItem.CLAIMED_BY, text(claimant))
        .set(JobItem.LEASE_UNTIL, number(now.plus(LEASE).toEpochMilli()))
        .returnNew();
  }

  private static JobUpdate begin(JobQueue.Message message, Instant now) {
    var running = StatusPartition.of(JobStatus.RUNNING, message.jobId(), message.tenant());
    return JobUpdate.move(message.jobId(), Set.of(JobStatus.PENDING), JobStatus.RUNNING)
        .set(JobItem.STATUS_KEY, text(running.key()))
        .set(JobItem.STARTED_AT, text(now))
        .increment(JobItem.ATTEMPTS);
  }

  private static JobUpdate resume(JobQueue.Message message) {
    return JobUpdate.within(message.jobId(), Set.of(JobStatus.RUNNING))
        .where("attribute_not_exists(claimed_by)", Map.of());
  }

  /**
   * Renews the lease and stores how far the work is.
   *
   * @param progress 0 to 1; a heartbeat with less progress than is stored arrives late and does not
   *     count
   * @return false when the claim is lost and the work must stop
   */
  public boolean heartbeat(Claim.Granted claim, double progress, String message) {
    return kept(
        claim,
        withMessage(
            FencedUpdate.of(claim)
                .stay()
                .where("#progress <= :progress", Map.of())
                .increment(JobItem.REVISION)
                .set(JobItem.PROGRESS, number(progress)),
            message));
  }

  /** Renews the lease. Returns false when the claim is lost. */
  public boolean renewLease(Claim.Granted claim) {
    return kept(claim, FencedUpdate.of(claim).stay());
  }

  /**
   * Makes a checkpoint durable: if the worker dies now, another continues from it.
   *
   * @param number counts this claim's checkpoints from 1, so that a save that is repeated after the
   *     next one does not take the work back
   * @return false when the claim is lost and the checkpoint is not stored
   */
  public boolean save(Claim.Granted claim, int number, Payload checkpoint) {
    return kept(
        claim,
        withCheckpoint(checkpoint, FencedUpdate.of(claim).stay())
            .where("(attribute_not_exists(#saves) OR #saves <= :saves)", Map.of())
            .set(JobItem.SAVES, number(number))
            .copy(JobItem.SAVED_PROGRESS, JobItem.PROGRESS));
  }

  private static JobUpdate withCheckpoint(Payload checkpoint, JobUpdate change) {
    if (checkpoint.hasObjects()) {
      change.set(JobItem.HAS_OBJECTS, AttributeValue.fromBool(true));
    }
    return change.set(JobItem.CHECKPOINT, PayloadItem.of(checkpoint));
  }

  private boolean kept(Claim.Granted claim, JobUpdate change) {
    change.set(JobItem.LEASE_UNTIL, number(clock.instant().plus(LEASE).toEpochMilli()));
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written _ -> true;
      // The claim holds, and yet the write was refused: a later one of ours came first.
      case JobUpdate.Refused(Item old) ->
          JobItem.isAt(old, JobStatus.RUNNING, claim.job().fencingToken())
              && old.find(JobItem.CLAIMED_BY).isPresent();
    };
  }

  /** Returns whether the claim still holds, by a strongly consistent read. */
  public boolean isHeld(Claim.Granted claim) {
    var item =
        new Item(
            dynamoDb
                .getItem(
                    get ->
                        get.tableName(table)
                            .key(JobItem.key(claim.job().id()))
                            .consistentRead(true)
                            .projectionExpression("#status, turn")
                            .expressionAttributeNames(Map.of("#status", JobItem.STATUS)))
                .item());
    return JobItem.isAt(item, JobStatus.RUNNING, claim.job().fencingToken());
  }

  private static JobUpdate withMessage(JobUpdate change, String message) {
    return message.isEmpty() ? change : change.set(JobItem.MESSAGE, text(message));
  }

  /**
   * Completes a job.
   *
   * @param message what was done last; may be empty
   * @return false when the claim is lost and the result is not stored
   */
  public boolean complete(Claim.Granted claim, Payload result, String message) {
    Job job = claim.job();
    var change =
        ending
            .write(FencedUpdate.of(claim).move(JobStatus.COMPLETED), job, JobStatus.COMPLETED)
            .set(JobItem.PROGRESS, number(1))
            .set(JobItem.RESULT, PayloadItem.of(result))
            .remove(JobItem.CHECKPOINT, JobItem.SAVED_PROGRESS);
    var write = withMessage(change, message).write(dynamoDb, table);
    return JobEnding.isWritten(write, job, JobStatus.COMPLETED);
  }

  /**
   * Ends a slice: the job waits for a worker that continues from the checkpoint.
   *
   * @return the job, for which a message is to be sent; empty when the claim is lost
   */
  public Optional<Job> endSlice(
      Claim.Granted claim, Payload checkpoint, double progress, String message) {
    Instant now = clock.instant();
    var change =
        withCheckpoint(checkpoint, FencedUpdate.of(claim).stay())
            .increment(JobItem.REVISION)
            .set(JobItem.PROGRESS, number(progress))
            .set(JobItem.SAVED_PROGRESS, number(progress))
            .set(JobItem.RUN_AFTER, text(now))
            .set(JobItem.DUE_AT, number(now.plus(QueueWait.PATIENCE).toEpochMilli()))
            .remove(JobItem.CLAIMED_BY, JobItem.LEASE_UNTIL, JobItem.SAVES)
            .returnNew();
    return switch (withMessage(change, message).write(dynamoDb, table)) {
      case JobUpdate.Written(Item after) -> Optional.of(JobItem.read(after));
      case JobUpdate.Refused(Item old)
          when JobItem.isAt(old, JobStatus.RUNNING, claim.job().fencingToken())
              && old.find(JobItem.CLAIMED_BY).isEmpty() ->
          Optional.of(JobItem.read(old));
      case JobUpdate.Refused _ -> Optional.empty();
    };
  }

  /** Notes on a cancelled job that its work did not stop when it was interrupted. */
  public void noteAbandoned(Claim.Granted claim, String note) {
    JobUpdate.within(claim.job().id(), Set.of(JobStatus.CANCELLED))
        .withFencingToken(claim.job().fencingToken())
        .increment(JobItem.REVISION)
        .set(JobItem.MESSAGE, text(note))
        .write(dynamoDb, table);
  }
}

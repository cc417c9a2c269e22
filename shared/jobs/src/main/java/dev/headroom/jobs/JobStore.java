package dev.headroom.jobs;

import static dev.headroom.jobs.JobItem.number;
import static dev.headroom.jobs.JobItem.text;

import dev.headroom.aws.Item;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The job table. Each method is one write or one read, and each write of a change is conditioned on
 * {@link JobStatus#mayBecome} and on the job's turn; so that whoever comes late changes nothing.
 *
 * <p>The SDK repeats a request whose answer was lost, and then the condition fails on our own
 * write. So a failed condition brings the item along, and a write that finds itself in it has
 * succeeded.
 */
public final class JobStore {
  /** How long a claim holds without a heartbeat. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  /** A job type's words go into the item, which must never outgrow DynamoDB's 400 KB by them. */
  private static final int MAX_ERROR = 1_000;

  /** How many failed attempts are remembered of a job that is retried by hand again and again. */
  private static final int MAX_ERRORS = 20;

  private static final Set<JobStatus> UNFINISHED = Set.of(JobStatus.PENDING, JobStatus.RUNNING);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Period retention;
  private final InstantSource clock;

  /**
   * The job table of one deployment.
   *
   * @param retention how long a job can be read after its end
   */
  public JobStore(DynamoDbClient dynamoDb, String table, Period retention, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * A job that has the id already.
   *
   * @param requestHash of what was asked for when it was created, if that was under a key
   */
  record Existing(Job job, Optional<String> requestHash) {}

  /** Writes a new job, unless there is one of the same id. */
  Optional<Existing> create(Job job, Optional<String> requestHash) {
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(table)
                  .item(JobItem.of(job, requestHash))
                  .conditionExpression("attribute_not_exists(job_id) OR expires_at <= :now")
                  .expressionAttributeValues(
                      Map.of(":now", number(clock.instant().getEpochSecond())))
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
      return Optional.empty();
    } catch (ConditionalCheckFailedException e) {
      var item = new Item(e.item());
      return Optional.of(new Existing(JobItem.read(item), item.optionalText(JobItem.REQUEST_HASH)));
    }
  }

  /** The job as it is now, by a strongly consistent read. Expired jobs are not there. */
  public Optional<Job> find(String id) {
    return item(id).map(JobItem::read);
  }

  /** The job as the sweeper sees it, unless it has ended. */
  Optional<DueJob> findDue(String id) {
    return item(id).filter(item -> item.find(JobItem.DUE_AT).isPresent()).map(DueJob::read);
  }

  private Optional<Item> item(String id) {
    var item =
        new Item(
            dynamoDb
                .getItem(get -> get.tableName(table).key(JobItem.key(id)).consistentRead(true))
                .item());
    return item.isEmpty() || isExpired(item) ? Optional.empty() : Optional.of(item);
  }

  boolean isExpired(Item item) {
    return item.find(JobItem.EXPIRES_AT)
        .filter(at -> Long.parseLong(at.n()) <= clock.instant().getEpochSecond())
        .isPresent();
  }

  /**
   * Takes a job that waits, if it is the message's turn.
   *
   * @param claimant unlike any other's
   */
  public Claim claim(JobQueue.Message message, String claimant) {
    Instant now = clock.instant();
    // The sweeper looks at a job soon after its lease, or must be told to, if the job has waited so
    // long that its next look was put far off. Told always, each job would cost two write units.
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
              && old.number(JobItem.TURN) == message.turn() + 1L ->
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
        .atTurn(message.turn())
        .increment(JobItem.TURN)
        .set(JobItem.CLAIMED_BY, text(claimant))
        .set(JobItem.LEASE_UNTIL, number(now.plus(LEASE).toEpochMilli()))
        .returnNew();
  }

  private static JobUpdate begin(JobQueue.Message message, Instant now) {
    String filing = Json.spelled(JobStatus.RUNNING);
    return JobUpdate.move(message.jobId(), Set.of(JobStatus.PENDING), JobStatus.RUNNING)
        .set(JobItem.STATUS_KEY, text(JobItem.statusKey(filing, message.jobId(), message.tenant())))
        .set(JobItem.STARTED_AT, text(now))
        .increment(JobItem.ATTEMPTS);
  }

  private static JobUpdate resume(JobQueue.Message message) {
    return JobUpdate.within(message.jobId(), Set.of(JobStatus.RUNNING))
        .where("attribute_not_exists(claimed_by)", Map.of());
  }

  /**
   * Renews the lease and says how far the work is.
   *
   * @param progress never less than it was: one that arrives late, after another, does not count
   * @return false when the claim is lost: stop
   */
  public boolean heartbeat(Claim.Granted claim, double progress, String message) {
    return kept(
        claim,
        tell(
            Fence.of(claim)
                .stay()
                .where("#progress <= :progress", Map.of())
                .increment(JobItem.REVISION)
                .set(JobItem.PROGRESS, number(progress)),
            message));
  }

  /** Renews the lease; false when the claim is lost. */
  public boolean renewLease(Claim.Granted claim) {
    return kept(claim, Fence.of(claim).stay());
  }

  /**
   * Makes a checkpoint durable: should the worker die now, another goes on from it.
   *
   * @param number of the checkpoint among this claim's, from 1: a save that arrives late, when a
   *     repeated one has been followed by the next, must not take the work back
   * @return false when the claim is lost: the checkpoint is not taken
   */
  public boolean save(Claim.Granted claim, int number, Payload checkpoint) {
    return kept(
        claim,
        goOnFrom(checkpoint, Fence.of(claim).stay())
            .where("(attribute_not_exists(#saves) OR #saves <= :saves)", Map.of())
            .set(JobItem.SAVES, number(number))
            .copy(JobItem.SAVED_PROGRESS, JobItem.PROGRESS));
  }

  private static JobUpdate goOnFrom(Payload checkpoint, JobUpdate change) {
    if (checkpoint.hasObjects()) {
      change.set(JobItem.HAS_OBJECTS, AttributeValue.fromBool(true));
    }
    return change.set(JobItem.CHECKPOINT, JobItem.payload(checkpoint));
  }

  private boolean kept(Claim.Granted claim, JobUpdate change) {
    change.set(JobItem.LEASE_UNTIL, number(clock.instant().plus(LEASE).toEpochMilli()));
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written _ -> true;
      // Held, and refused all the same: a later one of ours was sooner.
      case JobUpdate.Refused(Item old) ->
          JobItem.isAt(old, JobStatus.RUNNING, claim.job().turn())
              && old.find(JobItem.CLAIMED_BY).isPresent();
    };
  }

  /** Whether the claim still holds, by a strongly consistent read. */
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
    return !item.isEmpty()
        && JobItem.status(item) == JobStatus.RUNNING
        && item.number(JobItem.TURN) == claim.job().turn();
  }

  private static JobUpdate tell(JobUpdate change, String message) {
    return message.isEmpty() ? change : change.set(JobItem.MESSAGE, text(message));
  }

  /**
   * Ends a job well.
   *
   * @param message what was done last; may be empty
   * @return false when the claim is lost: the result is not taken
   */
  public boolean complete(Claim.Granted claim, Payload result, String message) {
    var change =
        ending(Fence.of(claim).move(JobStatus.COMPLETED), claim.job(), JobStatus.COMPLETED)
            .set(JobItem.PROGRESS, number(1))
            .set(JobItem.RESULT, JobItem.payload(result))
            .remove(JobItem.CHECKPOINT, JobItem.SAVED_PROGRESS);
    return done(tell(change, message), claim.job(), JobStatus.COMPLETED);
  }

  /**
   * Ends a slice: the job waits for a worker that goes on from the checkpoint.
   *
   * @return the job as a message is to be sent for it; empty when the claim is lost
   */
  public Optional<Job> endSlice(
      Claim.Granted claim, Payload checkpoint, double progress, String message) {
    Instant now = clock.instant();
    var change =
        goOnFrom(checkpoint, Fence.of(claim).stay())
            .increment(JobItem.REVISION)
            .set(JobItem.PROGRESS, number(progress))
            .set(JobItem.SAVED_PROGRESS, number(progress))
            .set(JobItem.RUN_AFTER, text(now))
            .set(JobItem.DUE_AT, number(now.plus(Wait.PATIENCE).toEpochMilli()))
            .remove(JobItem.CLAIMED_BY, JobItem.LEASE_UNTIL, JobItem.SAVES)
            .returnNew();
    return switch (tell(change, message).write(dynamoDb, table)) {
      case JobUpdate.Written(Item after) -> Optional.of(JobItem.read(after));
      case JobUpdate.Refused(Item old)
          when JobItem.isAt(old, JobStatus.RUNNING, claim.job().turn())
              && old.find(JobItem.CLAIMED_BY).isEmpty() ->
          Optional.of(JobItem.read(old));
      case JobUpdate.Refused _ -> Optional.empty();
    };
  }

  /**
   * Ends an attempt badly, and lets another follow.
   *
   * @return the job as a message is to be sent for it; empty when the right was lost
   */
  Optional<Job> retry(Fence right, String why, Instant runAfter) {
    Job job = right.job();
    boolean neverBegan = job.status() == JobStatus.PENDING;
    var change = neverBegan ? right.stay() : right.move(JobStatus.PENDING);
    wait(change, job, Wait.of(runAfter, clock.instant()));
    if (neverBegan) {
      change.increment(JobItem.ATTEMPTS).increment(JobItem.TURN).increment(JobItem.REVISION);
    }
    AttemptError error = error(job, why);
    change.append(JobItem.ERRORS, JobItem.error(error)).returnNew();
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written(Item after) -> Optional.of(JobItem.read(after));
      case JobUpdate.Refused(Item old)
          when !neverBegan && JobItem.isAt(old, JobStatus.PENDING, job.turn()) ->
          Optional.of(JobItem.read(old));
      case JobUpdate.Refused _ -> Optional.empty();
    };
  }

  private static void wait(JobUpdate change, Job job, Wait wait) {
    wait.attributes(job).forEach(change::set);
    // Whoever ends the attempt may not know of its checkpoints: the table does.
    change.copy(JobItem.PROGRESS, JobItem.SAVED_PROGRESS);
    change.remove(JobItem.CLAIMED_BY, JobItem.LEASE_UNTIL, JobItem.SAVES, JobItem.STARTED_AT);
  }

  /**
   * Ends a job badly, for good.
   *
   * @param why a plain sentence for its owner; its first 1,000 characters are kept
   * @return false when the right was lost
   */
  boolean fail(Fence right, String why) {
    Job job = right.job();
    var change = ending(right.move(JobStatus.FAILED), job, JobStatus.FAILED);
    if (job.status() == JobStatus.PENDING) {
      change.increment(JobItem.ATTEMPTS);
    }
    change.append(JobItem.ERRORS, JobItem.error(error(job, why)));
    return done(change, job, JobStatus.FAILED);
  }

  private AttemptError error(Job job, String why) {
    return new AttemptError(
        job.attemptNumber(), clock.instant(), why.substring(0, Math.min(why.length(), MAX_ERROR)));
  }

  private JobUpdate ending(JobUpdate change, Job job, JobStatus end) {
    Instant now = clock.instant();
    Instant expiresAt = now.atZone(ZoneOffset.UTC).plus(retention).toInstant();
    return change
        .set(JobItem.STATUS_KEY, text(JobItem.statusKey(Json.spelled(end), job.id(), job.tenant())))
        .set(JobItem.COMPLETED_AT, text(now))
        .set(JobItem.EXPIRES_AT, number(expiresAt.getEpochSecond()))
        .remove(
            JobItem.CLAIMED_BY,
            JobItem.LEASE_UNTIL,
            JobItem.SAVES,
            JobItem.DUE_SHARD,
            JobItem.DUE_AT);
  }

  private boolean done(JobUpdate change, Job job, JobStatus end) {
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written _ -> true;
      case JobUpdate.Refused(Item old) -> JobItem.isAt(old, end, job.turn());
    };
  }

  /**
   * Cancels a job that has not ended. A worker that has it finds out by its heartbeat.
   *
   * @return the job after it, or empty when it has ended by now
   */
  Optional<Job> cancel(Job job) {
    var change =
        ending(JobUpdate.move(job.id(), UNFINISHED, JobStatus.CANCELLED), job, JobStatus.CANCELLED)
            .returnNew();
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written(Item after) -> Optional.of(JobItem.read(after));
      case JobUpdate.Refused(Item old)
          when !old.isEmpty()
              && JobItem.status(old) == JobStatus.CANCELLED
              && job.status() != JobStatus.CANCELLED ->
          Optional.of(JobItem.read(old)); // by us, or by another at the same moment
      case JobUpdate.Refused _ -> Optional.empty();
    };
  }

  /** Says of a cancelled job that its work did not stop when it was told. */
  public void noteAbandoned(Claim.Granted claim, String note) {
    JobUpdate.within(claim.job().id(), Set.of(JobStatus.CANCELLED))
        .atTurn(claim.job().turn())
        .increment(JobItem.REVISION)
        .set(JobItem.MESSAGE, text(note))
        .write(dynamoDb, table);
  }

  /**
   * Has a failed job begin anew, with all its attempts, from its last checkpoint.
   *
   * @return the job as a message is to be sent for it, or empty when it is not failed by now
   */
  Optional<Job> restart(Job job) {
    Instant now = clock.instant();
    var change =
        JobUpdate.move(job.id(), Set.of(JobStatus.FAILED), JobStatus.PENDING)
            .atTurn(job.turn())
            .set(JobItem.ATTEMPTS, number(0))
            .set(JobItem.DUE_SHARD, text(JobItem.dueShard(job.id())))
            .increment(JobItem.TURN)
            .remove(JobItem.COMPLETED_AT, JobItem.EXPIRES_AT)
            .returnNew();
    wait(change, job, Wait.of(now, now));
    if (job.errors().size() > MAX_ERRORS) {
      change.set(JobItem.ERRORS, latest(job.errors()));
    }
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written(Item after) -> Optional.of(JobItem.read(after));
      case JobUpdate.Refused(Item old) when JobItem.isAt(old, JobStatus.PENDING, job.turn() + 1) ->
          Optional.of(JobItem.read(old));
      case JobUpdate.Refused _ -> Optional.empty();
    };
  }

  private static AttributeValue latest(List<AttemptError> errors) {
    var latest = new ArrayList<>(errors.subList(errors.size() - MAX_ERRORS, errors.size()));
    return AttributeValue.fromL(latest.stream().map(JobItem::error).toList());
  }

  /**
   * Has the sweeper look at an unfinished job again.
   *
   * @param job as the sweeper found it: one that has gone on since needs no looking at
   */
  void lookAgain(Job job, Instant at) {
    var change = JobUpdate.within(job.id(), Set.of(job.status())).atTurn(job.turn());
    if (job.status() == JobStatus.PENDING) {
      String filing = JobItem.waiting(job.terms().priority());
      change.set(JobItem.STATUS_KEY, text(JobItem.statusKey(filing, job.id(), job.tenant())));
    }
    change.set(JobItem.DUE_AT, number(at.toEpochMilli())).write(dynamoDb, table);
  }
}

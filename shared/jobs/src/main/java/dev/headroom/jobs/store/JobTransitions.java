package dev.headroom.jobs.store;

import static dev.headroom.jobs.store.JobItem.number;
import static dev.headroom.jobs.store.JobItem.text;

import dev.headroom.aws.Item;
import dev.headroom.jobs.AttemptError;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.QueueWait;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
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
 * Creates jobs, and moves them between statuses for their owners, for failed attempts and for the
 * sweeper. Each method is one write, conditional on {@link JobStatus#mayBecome} and on the job's
 * fencing token, so that whoever comes late changes nothing. As for {@link JobClaims}, a write that
 * was repeated because its answer was lost, and finds itself, has succeeded.
 */
public final class JobTransitions {
  /** Characters of an error that are kept: an item must never outgrow DynamoDB's 400 KB. */
  private static final int MAX_ERROR = 1_000;

  /** How many failed attempts are kept of a job that is retried by hand again and again. */
  private static final int MAX_ERRORS = 20;

  private static final Set<JobStatus> UNFINISHED = Set.of(JobStatus.PENDING, JobStatus.RUNNING);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final JobEnding ending;
  private final InstantSource clock;

  /**
   * Creates the transitions of one deployment.
   *
   * @param retention how long a job can be read after its end
   */
  public JobTransitions(
      DynamoDbClient dynamoDb, String table, Period retention, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.ending = new JobEnding(retention, clock);
    this.clock = clock;
  }

  /**
   * A job that has the id already.
   *
   * @param requestHash identifies what was submitted when it was created, if that was under a key
   */
  public record Existing(Job job, Optional<String> requestHash) {}

  /** Writes a new job. Returns the job of the same id if there is one, and then writes nothing. */
  public Optional<Existing> create(Job job, Optional<String> requestHash) {
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

  /**
   * Ends an attempt that failed, and lets another follow.
   *
   * @param why a plain sentence for the job's owner; its first 1,000 characters are kept
   * @param runAfter when the next attempt may begin
   * @return the job, for which a message is to be sent; empty when the right was lost
   */
  public Optional<Job> retry(FencedUpdate right, String why, Instant runAfter) {
    Job job = right.job();
    boolean neverBegan = job.status() == JobStatus.PENDING;
    var change = neverBegan ? right.stay() : right.move(JobStatus.PENDING);
    waitAgain(change, job, QueueWait.of(runAfter, clock.instant()));
    if (neverBegan) {
      change
          .increment(JobItem.ATTEMPTS)
          .increment(JobItem.FENCING_TOKEN)
          .increment(JobItem.REVISION);
    }
    change.append(JobItem.ERRORS, JobItem.error(error(job, why))).returnNew();
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written(Item after) -> Optional.of(JobItem.read(after));
      case JobUpdate.Refused(Item old)
          when !neverBegan && JobItem.isAt(old, JobStatus.PENDING, job.fencingToken()) ->
          Optional.of(JobItem.read(old));
      case JobUpdate.Refused _ -> Optional.empty();
    };
  }

  private static void waitAgain(JobUpdate change, Job job, QueueWait wait) {
    JobItem.waiting(job, wait).forEach(change::set);
    // Whoever ends the attempt may not know of its checkpoints: the table does.
    change.copy(JobItem.PROGRESS, JobItem.SAVED_PROGRESS);
    change.remove(JobItem.CLAIMED_BY, JobItem.LEASE_UNTIL, JobItem.SAVES, JobItem.STARTED_AT);
  }

  /**
   * Ends a job that failed, for good.
   *
   * @param why a plain sentence for the job's owner; its first 1,000 characters are kept
   * @return false when the right was lost
   */
  public boolean fail(FencedUpdate right, String why) {
    Job job = right.job();
    var change = ending.write(right.move(JobStatus.FAILED), job, JobStatus.FAILED);
    if (job.status() == JobStatus.PENDING) {
      change.increment(JobItem.ATTEMPTS);
    }
    change.append(JobItem.ERRORS, JobItem.error(error(job, why)));
    return JobEnding.isWritten(change.write(dynamoDb, table), job, JobStatus.FAILED);
  }

  private AttemptError error(Job job, String why) {
    return new AttemptError(
        job.attemptNumber(), clock.instant(), why.substring(0, Math.min(why.length(), MAX_ERROR)));
  }

  /**
   * Cancels a job that has not ended. A worker that has it learns of it by its heartbeat.
   *
   * @return the cancelled job, or empty when the job had ended
   */
  public Optional<Job> cancel(Job job) {
    var change = JobUpdate.move(job.id(), UNFINISHED, JobStatus.CANCELLED);
    var write = ending.write(change, job, JobStatus.CANCELLED).returnNew().write(dynamoDb, table);
    return switch (write) {
      case JobUpdate.Written(Item after) -> Optional.of(JobItem.read(after));
      case JobUpdate.Refused(Item old)
          when !old.isEmpty()
              && JobItem.status(old) == JobStatus.CANCELLED
              && job.status() != JobStatus.CANCELLED ->
          Optional.of(JobItem.read(old)); // by us, or by another at the same moment
      case JobUpdate.Refused _ -> Optional.empty();
    };
  }

  /**
   * Lets a failed job begin anew, with all its attempts, from its last checkpoint.
   *
   * @return the job, for which a message is to be sent; empty when it is not failed any more
   */
  public Optional<Job> restart(Job job) {
    Instant now = clock.instant();
    var change =
        JobUpdate.move(job.id(), Set.of(JobStatus.FAILED), JobStatus.PENDING)
            .withFencingToken(job.fencingToken())
            .set(JobItem.ATTEMPTS, number(0))
            .set(JobItem.DUE_SHARD, text(JobItem.dueShard(job.id())))
            .increment(JobItem.FENCING_TOKEN)
            .remove(JobItem.COMPLETED_AT, JobItem.EXPIRES_AT)
            .returnNew();
    waitAgain(change, job, QueueWait.of(now, now));
    if (job.errors().size() > MAX_ERRORS) {
      change.set(JobItem.ERRORS, latest(job.errors()));
    }
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written(Item after) -> Optional.of(JobItem.read(after));
      case JobUpdate.Refused(Item old)
          when JobItem.isAt(old, JobStatus.PENDING, job.fencingToken() + 1) ->
          Optional.of(JobItem.read(old));
      case JobUpdate.Refused _ -> Optional.empty();
    };
  }

  private static AttributeValue latest(List<AttemptError> errors) {
    var latest = new ArrayList<>(errors.subList(errors.size() - MAX_ERRORS, errors.size()));
    return AttributeValue.fromL(latest.stream().map(JobItem::error).toList());
  }

  /**
   * Lets the sweeper look at an unfinished job again, and puts a scheduled job into its queue.
   *
   * @param job as the sweeper found it; if it has changed since, nothing is written
   */
  public void lookAgain(Job job, Instant at) {
    var change =
        JobUpdate.within(job.id(), Set.of(job.status())).withFencingToken(job.fencingToken());
    if (job.status() == JobStatus.PENDING) {
      change.set(JobItem.STATUS_KEY, text(StatusPartition.ofPending(job, false).key()));
    }
    change.set(JobItem.DUE_AT, number(at.toEpochMilli())).write(dynamoDb, table);
  }
}

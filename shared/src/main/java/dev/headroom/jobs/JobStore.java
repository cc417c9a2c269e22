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
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The job table. Each method is one write or one read, and each write is conditioned on {@link
 * JobStatus#mayBecome} and, once a worker holds the job, on its fencing token; so that whoever
 * comes late changes nothing.
 *
 * <p>The SDK repeats a request whose answer was lost, and then the condition fails on our own
 * write. So a failed condition brings the item along, and a write that finds itself in it has
 * succeeded.
 */
public final class JobStore {
  /** How long a claim holds without a heartbeat. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  /** A job type's words go into the item, which must never outgrow DynamoDB's 400 KB by them. */
  private static final int MAX_ERROR = 1_000;

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Period retention;
  private final InstantSource clock;

  /**
   * The job table of one deployment.
   *
   * @param retention how long a job can be read after its creation
   */
  public JobStore(DynamoDbClient dynamoDb, String table, Period retention, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.retention = retention;
    this.clock = clock;
  }

  void create(Job job) {
    Instant expiresAt = job.createdAt().atZone(ZoneOffset.UTC).plus(retention).toInstant();
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(table)
                  .item(JobItem.of(job, expiresAt))
                  .conditionExpression("attribute_not_exists(job_id)")
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
    } catch (ConditionalCheckFailedException e) {
      if (!JobItem.read(new Item(e.item())).createdAt().equals(job.createdAt())) {
        throw e;
      }
    }
  }

  /**
   * Takes back a job whose message may not have been sent.
   *
   * @return false when a worker has it already: then it was sent, and stays
   */
  boolean withdraw(Job job) {
    try {
      dynamoDb.deleteItem(
          delete ->
              delete
                  .tableName(table)
                  .key(JobItem.key(job.id()))
                  .conditionExpression("attribute_not_exists(job_id) OR #status = :pending")
                  .expressionAttributeNames(Map.of("#status", JobItem.STATUS))
                  .expressionAttributeValues(
                      Map.of(":pending", text(Json.spelled(JobStatus.PENDING)))));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  /** The job as it is now, by a strongly consistent read. Expired jobs are not there. */
  public Optional<Job> find(String id) {
    var item =
        new Item(
            dynamoDb
                .getItem(get -> get.tableName(table).key(JobItem.key(id)).consistentRead(true))
                .item());
    return item.isEmpty() || isExpired(item) ? Optional.empty() : Optional.of(JobItem.read(item));
  }

  boolean isExpired(Item item) {
    return item.number(JobItem.EXPIRES_AT) <= clock.instant().getEpochSecond();
  }

  /**
   * Takes a pending job, or one whose worker has let its lease run out.
   *
   * @param claimant unlike any other's
   */
  public Claim claim(String id, String tenant, String claimant) {
    Instant now = clock.instant();
    var change = new JobUpdate(id, tenant, JobStatus.RUNNING);
    change.set(JobItem.CLAIMED_BY, text(claimant));
    change.set(JobItem.LEASE_UNTIL, number(now.plus(LEASE).toEpochMilli()));
    change.set(JobItem.STARTED_AT, text(JobItem.instant(now)));
    change.set(JobItem.PROGRESS, number(0));
    change.increment(JobItem.ATTEMPTS);
    // A lease that ran out stands for RUNNING -> PENDING -> RUNNING, in one write.
    change.orWhen(
        "#status = :running AND lease_until < :now",
        Map.of(
            ":running", text(Json.spelled(JobStatus.RUNNING)),
            ":now", number(now.toEpochMilli())));
    change.returnNew();
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written(Item held) -> new Claim.Granted(JobItem.read(held));
      case JobUpdate.Refused(Item old) when old.isEmpty() -> new Claim.NothingToDo();
      case JobUpdate.Refused(Item old)
          when old.optionalText(JobItem.CLAIMED_BY).equals(Optional.of(claimant))
              && JobItem.status(old) == JobStatus.RUNNING ->
          new Claim.Granted(JobItem.read(old));
      case JobUpdate.Refused(Item old) ->
          JobItem.status(old).isFinal() ? new Claim.NothingToDo() : new Claim.HeldByAnother();
    };
  }

  /**
   * Renews the lease and says how far the work is.
   *
   * @return false when the claim is lost: stop
   */
  public boolean heartbeat(Claim.Granted claim, double progress, String message) {
    var change = new JobUpdate(claim);
    change.set(JobItem.LEASE_UNTIL, number(clock.instant().plus(LEASE).toEpochMilli()));
    change.set(JobItem.PROGRESS, number(progress));
    tell(change, message);
    return change.write(dynamoDb, table) instanceof JobUpdate.Written;
  }

  private static void tell(JobUpdate change, String message) {
    if (!message.isEmpty()) {
      change.set(JobItem.MESSAGE, text(message));
    }
  }

  /**
   * Ends a job well.
   *
   * @param message what was done last; may be empty
   * @return false when the claim is lost: the result is not taken
   */
  public boolean complete(Claim.Granted claim, Payload result, String message) {
    var change = ending(claim, JobStatus.COMPLETED);
    change.set(JobItem.PROGRESS, number(1));
    change.set(JobItem.RESULT, JobItem.payload(result));
    tell(change, message);
    return ended(change, claim, JobStatus.COMPLETED);
  }

  /**
   * Ends a job badly.
   *
   * @param why a plain sentence for its owner; its first 1,000 characters are kept
   * @return false when the claim is lost
   */
  public boolean fail(Claim.Granted claim, String why) {
    var change = ending(claim, JobStatus.FAILED);
    change.set(JobItem.ERROR, text(why.substring(0, Math.min(why.length(), MAX_ERROR))));
    return ended(change, claim, JobStatus.FAILED);
  }

  private JobUpdate ending(Claim.Granted claim, JobStatus end) {
    var change = new JobUpdate(claim.job().id(), claim.job().tenant(), end);
    change.fencedBy(claim);
    change.set(JobItem.COMPLETED_AT, text(JobItem.instant(clock.instant())));
    return change;
  }

  private boolean ended(JobUpdate change, Claim.Granted claim, JobStatus end) {
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written _ -> true;
      case JobUpdate.Refused(Item old) ->
          !old.isEmpty()
              && JobItem.status(old) == end
              && JobItem.read(old).attempts() == claim.token();
    };
  }

  /**
   * Cancels a job that no worker has begun.
   *
   * @return the job after it, or empty when its status forbids it by now
   */
  Optional<Job> cancel(Job job) {
    String at = JobItem.instant(clock.instant());
    var change = new JobUpdate(job.id(), job.tenant(), JobStatus.CANCELLED);
    change.set(JobItem.COMPLETED_AT, text(at));
    change.returnNew();
    return switch (change.write(dynamoDb, table)) {
      case JobUpdate.Written(Item after) -> Optional.of(JobItem.read(after));
      case JobUpdate.Refused(Item old)
          when !old.isEmpty()
              && JobItem.status(old) == JobStatus.CANCELLED
              && old.optionalText(JobItem.COMPLETED_AT).equals(Optional.of(at)) ->
          Optional.of(JobItem.read(old));
      case JobUpdate.Refused _ -> Optional.empty();
    };
  }
}

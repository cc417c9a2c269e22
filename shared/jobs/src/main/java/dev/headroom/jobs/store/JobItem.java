package dev.headroom.jobs.store;

import dev.headroom.aws.Item;
import dev.headroom.jobs.AttemptError;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.Pool;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.QueueWait;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attributes of a job in the job table: their names, which must stay as they are for the jobs
 * that are stored, and their forms.
 */
public final class JobItem {
  public static final String ID = "job_id";
  public static final String TENANT = "tenant";
  public static final String TYPE = "job_type";
  public static final String PRIORITY = "priority";

  /** Jobs of before there were pools have no pool: they are of the pool {@code general}. */
  public static final String POOL = "pool";

  public static final String STATUS = "status";
  public static final String PROGRESS = "progress";
  public static final String MESSAGE = "message";
  public static final String ATTEMPTS = "attempts";
  public static final String REVISION = "revision";
  public static final String CREATED_AT = "created_at";
  public static final String STARTED_AT = "started_at";
  public static final String COMPLETED_AT = "completed_at";
  public static final String PARAMETERS = "parameters";
  public static final String RESULT = "result";
  public static final String MAX_ATTEMPTS = "max_attempts";
  public static final String TIMEOUT_MS = "timeout_ms";
  public static final String TAGS = "tags";

  /** Grows by one with each claim and each new start. */
  public static final String FENCING_TOKEN = "turn";

  public static final String RUN_AFTER = "run_after";
  public static final String CHECKPOINT = "checkpoint";

  /** The progress at the checkpoint, from which another attempt continues. */
  public static final String SAVED_PROGRESS = "saved_progress";

  /** How many checkpoints the present claim has saved: a late one does not replace a later one. */
  public static final String SAVES = "saves";

  public static final String ERRORS = "errors";

  /** True once a checkpoint was stored as an object. It stays when the checkpoint is removed. */
  public static final String HAS_OBJECTS = "has_objects";

  /** Hash of what was submitted under an idempotency key, to tell the same request from another. */
  public static final String REQUEST_HASH = "request_hash";

  /**
   * Who holds the claim: tells a repeated request of the same worker from another's. A running job
   * without it is between two slices.
   */
  public static final String CLAIMED_BY = "claimed_by";

  /** Epoch milliseconds until which the claim holds. */
  public static final String LEASE_UNTIL = "lease_until";

  /** Epoch seconds, for DynamoDB's time to live. */
  public static final String EXPIRES_AT = "expires_at";

  /** Partition key of the index {@link #BY_STATUS}: see {@link StatusPartition}. */
  public static final String STATUS_KEY = "status_key";

  /** Sort key of the indexes {@link #BY_STATUS} and {@link #BY_TENANT}: creation, then id. */
  public static final String CREATED_KEY = "created_key";

  public static final String BY_STATUS = "by_status";

  /**
   * The index of all jobs of a tenant. Its keys and what it projects are written once, when the job
   * is created: an entry never moves and costs one write unit. Every job that was ever stored has
   * these keys, so that the index can be added to a table that has jobs. A partition takes 1,000
   * writes a second: a tenant may create 1,000 jobs a second, as many as {@link
   * StatusPartition#SHARDS} allow.
   */
  public static final String BY_TENANT = "by_tenant";

  /** Partition key of the index {@link #BY_DUE}; only jobs that have not ended have one. */
  public static final String DUE_SHARD = "due_shard";

  /** Sort key of that index: epoch milliseconds at which somebody must look at the job again. */
  public static final String DUE_AT = "due_at";

  public static final String BY_DUE = "by_due";

  /** Over how many partitions all unfinished jobs are spread: 4,000 jobs a second. */
  public static final int DUE_SHARDS = 8;

  private JobItem() {}

  /** Returns the item of a new job. */
  static Map<String, AttributeValue> of(Job job, Optional<String> requestHash) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(ID, text(job.id()));
    item.put(TENANT, text(job.tenant()));
    item.put(TYPE, text(job.type()));
    item.put(POOL, text(Json.spelled(job.pool())));
    item.put(PRIORITY, text(Json.spelled(job.options().priority())));
    item.put(MAX_ATTEMPTS, number(job.options().maxAttempts()));
    item.put(TIMEOUT_MS, number(job.options().timeout().toMillis()));
    if (!job.options().tags().isEmpty()) {
      item.put(
          TAGS, AttributeValue.fromL(job.options().tags().stream().map(JobItem::text).toList()));
    }
    item.put(STATUS, text(Json.spelled(job.status())));
    item.put(PROGRESS, number(job.progress()));
    item.put(ATTEMPTS, number(job.attempts()));
    item.put(FENCING_TOKEN, number(job.fencingToken()));
    item.put(REVISION, number(job.revision()));
    item.put(CREATED_AT, text(job.createdAt()));
    item.put(RUN_AFTER, text(job.runAfter()));
    item.put(PARAMETERS, PayloadItem.of(job.parameters()));
    item.put(CREATED_KEY, text(createdKey(job)));
    item.put(DUE_SHARD, text(dueShard(job.id())));
    item.putAll(waiting(job, QueueWait.of(job.runAfter(), job.createdAt())));
    requestHash.ifPresent(hash -> item.put(REQUEST_HASH, text(hash)));
    return item;
  }

  public static Job read(Item item) {
    return new Job(
        item.text(ID),
        item.text(TENANT),
        item.text(TYPE),
        pool(item),
        options(item),
        status(item),
        item.decimal(PROGRESS),
        item.optionalText(MESSAGE),
        Math.toIntExact(item.number(ATTEMPTS)),
        Math.toIntExact(item.number(FENCING_TOKEN)),
        item.number(REVISION),
        item.instant(CREATED_AT),
        item.instant(RUN_AFTER),
        item.optionalInstant(STARTED_AT),
        item.optionalInstant(COMPLETED_AT),
        PayloadItem.read(item.find(PARAMETERS).orElseThrow()),
        item.find(CHECKPOINT).map(PayloadItem::read),
        item.find(RESULT).map(PayloadItem::read),
        item.find(ERRORS).map(JobItem::errors).orElse(List.of()));
  }

  private static JobOptions options(Item item) {
    return new JobOptions(
        priority(item),
        Math.toIntExact(item.number(MAX_ATTEMPTS)),
        Duration.ofMillis(item.number(TIMEOUT_MS)),
        item.find(TAGS)
            .map(tags -> tags.l().stream().map(AttributeValue::s).toList())
            .orElse(List.of()));
  }

  public static AttributeValue error(AttemptError error) {
    return AttributeValue.fromM(
        Map.of(
            "attempt", number(error.attempt()),
            "failed_at", text(error.failedAt()),
            "error", text(error.error())));
  }

  private static List<AttemptError> errors(AttributeValue errors) {
    return errors.l().stream()
        .map(error -> new Item(error.m()))
        .map(
            error ->
                new AttemptError(
                    Math.toIntExact(error.number("attempt")),
                    error.instant("failed_at"),
                    error.text("error")))
        .toList();
  }

  public static Map<String, AttributeValue> key(String id) {
    return Map.of(ID, text(id));
  }

  public static JobStatus status(Item item) {
    return JobStatus.valueOf(item.text(STATUS).toUpperCase(Locale.ROOT));
  }

  /** Whether there is such a job, with that status and that fencing token. */
  static boolean isAt(Item item, JobStatus status, int fencingToken) {
    return !item.isEmpty() && status(item) == status && item.number(FENCING_TOKEN) == fencingToken;
  }

  /**
   * Returns whether anything may lie in the folder of a job that has ended. Besides the objects
   * that the item names, a worker may have stored some that it then had no right to write into the
   * item. A failed attempt has left an error behind; a job that was cancelled while it ran has a
   * fencing token above 0.
   */
  public static boolean mayHaveObjects(Item item) {
    return item.find(HAS_OBJECTS).isPresent()
        || Stream.of(PARAMETERS, CHECKPOINT, RESULT)
            .flatMap(name -> item.find(name).stream())
            .map(PayloadItem::read)
            .anyMatch(Payload::hasObjects)
        || item.find(ERRORS).isPresent()
        || (status(item) == JobStatus.CANCELLED && item.number(FENCING_TOKEN) > 0);
  }

  private static Pool pool(Item item) {
    return item.optionalText(POOL)
        .map(pool -> Pool.valueOf(pool.toUpperCase(Locale.ROOT)))
        .orElse(Pool.GENERAL);
  }

  public static Priority priority(Item item) {
    return Priority.valueOf(item.text(PRIORITY).toUpperCase(Locale.ROOT));
  }

  /** Returns the attributes of a job that waits. */
  static Map<String, AttributeValue> waiting(Job job, QueueWait wait) {
    return Map.of(
        RUN_AFTER, text(wait.runAfter()),
        DUE_AT, number(wait.dueAt().toEpochMilli()),
        STATUS_KEY, text(StatusPartition.ofPending(job, wait.isScheduled()).key()));
  }

  public static String dueShard(String id) {
    return String.valueOf(Math.floorMod(id.hashCode(), DUE_SHARDS));
  }

  public static String createdKey(Job job) {
    return Json.spelled(job.createdAt()) + "#" + job.id();
  }

  public static AttributeValue text(Instant instant) {
    return AttributeValue.fromS(Json.spelled(instant));
  }

  public static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  public static AttributeValue number(Number value) {
    return AttributeValue.fromN(value.toString());
  }
}

package dev.headroom.jobs;

import dev.headroom.aws.Item;
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

/** How a job lies in the job table: the attributes' names and forms, in one place. */
final class JobItem {
  static final String ID = "job_id";
  static final String TENANT = "tenant";
  static final String TYPE = "job_type";
  static final String PRIORITY = "priority";

  /** Jobs of before there were pools have none: they are of the pool {@code general}. */
  static final String POOL = "pool";

  static final String STATUS = "status";
  static final String PROGRESS = "progress";
  static final String MESSAGE = "message";
  static final String ATTEMPTS = "attempts";
  static final String REVISION = "revision";
  static final String CREATED_AT = "created_at";
  static final String STARTED_AT = "started_at";
  static final String COMPLETED_AT = "completed_at";
  static final String PARAMETERS = "parameters";
  static final String RESULT = "result";
  static final String MAX_ATTEMPTS = "max_attempts";
  static final String TIMEOUT_MS = "timeout_ms";
  static final String TAGS = "tags";
  static final String TURN = "turn";
  static final String RUN_AFTER = "run_after";
  static final String CHECKPOINT = "checkpoint";

  /** How far the work was at the checkpoint: from there, another attempt goes on. */
  static final String SAVED_PROGRESS = "saved_progress";

  /** How many checkpoints the present claim has saved: one that arrives late replaces no later. */
  static final String SAVES = "saves";

  static final String ERRORS = "errors";

  /** True once a checkpoint was stored as an object: the end forgets the checkpoint, not this. */
  static final String HAS_OBJECTS = "has_objects";

  /** Of what was asked for under an idempotency key, to tell the same request from another. */
  static final String REQUEST_HASH = "request_hash";

  /**
   * Who holds the claim: tells a repeated request of the same worker from another's. A running job
   * without it is between two slices.
   */
  static final String CLAIMED_BY = "claimed_by";

  /** Epoch milliseconds until which the claim holds. */
  static final String LEASE_UNTIL = "lease_until";

  /** Epoch seconds, for DynamoDB's time to live. */
  static final String EXPIRES_AT = "expires_at";

  /** Partition key of the index {@link #BY_STATUS}: filing, shard, tenant. */
  static final String STATUS_KEY = "status_key";

  /** Sort key of the indexes {@link #BY_STATUS} and {@link #BY_TENANT}: creation, then id. */
  static final String CREATED_KEY = "created_key";

  static final String BY_STATUS = "by_status";

  /**
   * The index of all jobs of a tenant. Its keys and what it projects are written once, when the job
   * is created: an entry never moves and costs one write unit. Every job that was ever stored has
   * these keys, so that the index can be added to a table that has jobs. A partition takes 1,000
   * writes a second: a tenant may create 1,000 jobs a second, as many as {@link #SHARDS} allow.
   */
  static final String BY_TENANT = "by_tenant";

  /**
   * Over how many partitions one tenant's jobs of one filing are spread. A partition takes 1,000
   * writes a second, and a job comes and goes: 1,000 jobs a second of one tenant and priority.
   */
  static final int SHARDS = 2;

  /** Partition key of the index {@link #BY_DUE}; only jobs that have not ended have one. */
  static final String DUE_SHARD = "due_shard";

  /** Sort key of that index: epoch milliseconds at which somebody must look at the job again. */
  static final String DUE_AT = "due_at";

  static final String BY_DUE = "by_due";

  /** Over how many partitions all unfinished jobs are spread: 4,000 jobs a second. */
  static final int DUE_SHARDS = 8;

  /** How a job is filed whose time is so far off that it is in no queue yet. */
  static final String SCHEDULED = "scheduled";

  private JobItem() {}

  static Map<String, AttributeValue> of(Job job, Optional<String> requestHash) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(ID, text(job.id()));
    item.put(TENANT, text(job.tenant()));
    item.put(TYPE, text(job.type()));
    item.put(POOL, text(Json.spelled(job.pool())));
    item.put(PRIORITY, text(Json.spelled(job.terms().priority())));
    item.put(MAX_ATTEMPTS, number(job.terms().maxAttempts()));
    item.put(TIMEOUT_MS, number(job.terms().timeout().toMillis()));
    if (!job.terms().tags().isEmpty()) {
      item.put(TAGS, AttributeValue.fromL(job.terms().tags().stream().map(JobItem::text).toList()));
    }
    item.put(STATUS, text(Json.spelled(job.status())));
    item.put(PROGRESS, number(job.progress()));
    item.put(ATTEMPTS, number(job.attempts()));
    item.put(TURN, number(job.turn()));
    item.put(REVISION, number(job.revision()));
    item.put(CREATED_AT, text(job.createdAt()));
    item.put(RUN_AFTER, text(job.runAfter()));
    item.put(PARAMETERS, payload(job.parameters()));
    item.put(CREATED_KEY, text(createdKey(job)));
    item.put(DUE_SHARD, text(dueShard(job.id())));
    item.putAll(Wait.of(job.runAfter(), job.createdAt()).attributes(job));
    requestHash.ifPresent(hash -> item.put(REQUEST_HASH, text(hash)));
    return item;
  }

  static Job read(Item item) {
    return new Job(
        item.text(ID),
        item.text(TENANT),
        item.text(TYPE),
        pool(item),
        terms(item),
        status(item),
        item.decimal(PROGRESS),
        item.optionalText(MESSAGE),
        Math.toIntExact(item.number(ATTEMPTS)),
        Math.toIntExact(item.number(TURN)),
        item.number(REVISION),
        item.instant(CREATED_AT),
        item.instant(RUN_AFTER),
        item.optionalInstant(STARTED_AT),
        item.optionalInstant(COMPLETED_AT),
        payload(item.map(PARAMETERS)),
        item.find(CHECKPOINT).map(payload -> payload(new Item(payload.m()))),
        item.find(RESULT).map(payload -> payload(new Item(payload.m()))),
        item.find(ERRORS).map(JobItem::errors).orElse(List.of()));
  }

  private static JobTerms terms(Item item) {
    return new JobTerms(
        priority(item),
        Math.toIntExact(item.number(MAX_ATTEMPTS)),
        Duration.ofMillis(item.number(TIMEOUT_MS)),
        item.find(TAGS)
            .map(tags -> tags.l().stream().map(AttributeValue::s).toList())
            .orElse(List.of()));
  }

  static AttributeValue error(AttemptError error) {
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

  static Map<String, AttributeValue> key(String id) {
    return Map.of(ID, text(id));
  }

  static JobStatus status(Item item) {
    return JobStatus.valueOf(item.text(STATUS).toUpperCase(Locale.ROOT));
  }

  /** Whether there is such a job, and it is in that status and at that turn. */
  static boolean isAt(Item item, JobStatus status, int turn) {
    return !item.isEmpty() && status(item) == status && item.number(TURN) == turn;
  }

  /**
   * Whether anything may lie in the folder of a job that has ended. Beside what the item names, a
   * worker may have stored what it then had no right to write into the item: a failed attempt left
   * an error behind, and a job that was cancelled while it ran tells by its turn.
   */
  static boolean mayHaveObjects(Item item) {
    return item.find(HAS_OBJECTS).isPresent()
        || Stream.of(PARAMETERS, CHECKPOINT, RESULT)
            .flatMap(name -> item.find(name).stream())
            .anyMatch(payload -> payload(new Item(payload.m())).hasObjects())
        || item.find(ERRORS).isPresent()
        || (status(item) == JobStatus.CANCELLED && item.number(TURN) > 0);
  }

  private static Pool pool(Item item) {
    return item.optionalText(POOL)
        .map(pool -> Pool.valueOf(pool.toUpperCase(Locale.ROOT)))
        .orElse(Pool.GENERAL);
  }

  static Priority priority(Item item) {
    return Priority.valueOf(item.text(PRIORITY).toUpperCase(Locale.ROOT));
  }

  /**
   * Returns everything that jobs of a status, and perhaps of one priority, are filed under, in
   * steps: a job that stays in the status goes only from an earlier step to a later one. A pending
   * job goes from the schedule into its queue and never back: an attempt that never began is made
   * again after a {@link Backoff}, which is shorter than any schedule.
   */
  static List<List<String>> filings(JobStatus status, Optional<Priority> priority) {
    if (status != JobStatus.PENDING) {
      return List.of(List.of(Json.spelled(status)));
    }
    List<Priority> priorities = priority.map(List::of).orElse(List.of(Priority.values()));
    return List.of(List.of(SCHEDULED), priorities.stream().map(JobItem::waiting).toList());
  }

  /** How a job of a priority is filed that is in its queue. */
  static String waiting(Priority priority) {
    return Json.spelled(JobStatus.PENDING) + "-" + Json.spelled(priority);
  }

  static String statusKey(String filing, String id, String tenant) {
    return statusKey(filing, Math.floorMod(id.hashCode(), SHARDS), tenant);
  }

  static String statusKey(String filing, int shard, String tenant) {
    return filing + "#" + shard + "#" + tenant;
  }

  static String dueShard(String id) {
    return String.valueOf(Math.floorMod(id.hashCode(), DUE_SHARDS));
  }

  static String createdKey(Job job) {
    return Json.spelled(job.createdAt()) + "#" + job.id();
  }

  static AttributeValue text(Instant instant) {
    return AttributeValue.fromS(Json.spelled(instant));
  }

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(Number value) {
    return AttributeValue.fromN(value.toString());
  }

  static AttributeValue payload(Payload payload) {
    AttributeValue bytes = number(payload.jsonBytes());
    return AttributeValue.fromM(
        switch (payload) {
          case Payload.Inline(var gzip, _, boolean hasObjects) when hasObjects ->
              Map.of(
                  "gzip",
                  AttributeValue.fromB(gzip),
                  "json_bytes",
                  bytes,
                  HAS_OBJECTS,
                  AttributeValue.fromBool(true));
          case Payload.Inline inline ->
              Map.of("gzip", AttributeValue.fromB(inline.gzip()), "json_bytes", bytes);
          case Payload.Stored stored -> Map.of("key", text(stored.key()), "json_bytes", bytes);
        });
  }

  private static Payload payload(Item payload) {
    long bytes = payload.number("json_bytes");
    return payload
        .find("gzip")
        .<Payload>map(
            gzip -> new Payload.Inline(gzip.b(), bytes, payload.find(HAS_OBJECTS).isPresent()))
        .orElseGet(() -> new Payload.Stored(payload.text("key"), bytes));
  }
}

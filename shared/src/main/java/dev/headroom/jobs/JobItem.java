package dev.headroom.jobs;

import dev.headroom.aws.Item;
import dev.headroom.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How a job lies in the job table: the attributes' names and forms, in one place. */
final class JobItem {
  static final String ID = "job_id";
  static final String TENANT = "tenant";
  static final String TYPE = "job_type";
  static final String PRIORITY = "priority";
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
  static final String ERROR = "error";

  /** Who holds the claim: tells a repeated request of the same worker from another's. */
  static final String CLAIMED_BY = "claimed_by";

  /** Epoch milliseconds until which the claim holds. */
  static final String LEASE_UNTIL = "lease_until";

  /** Epoch seconds, for DynamoDB's time to live. */
  static final String EXPIRES_AT = "expires_at";

  /** Partition key of the index {@link #BY_STATUS}: status, shard, tenant. */
  static final String STATUS_KEY = "status_key";

  /** Sort key of that index: creation, then id. */
  static final String CREATED_KEY = "created_key";

  static final String BY_STATUS = "by_status";

  /**
   * Over how many partitions one tenant's jobs of one status are spread: a partition takes 1,000
   * writes a second, and every change of status is a write to two of them.
   */
  static final int SHARDS = 4;

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private JobItem() {}

  static Map<String, AttributeValue> of(Job job, Instant expiresAt) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(ID, text(job.id()));
    item.put(TENANT, text(job.tenant()));
    item.put(TYPE, text(job.type()));
    item.put(PRIORITY, text(Json.spelled(job.priority())));
    item.put(STATUS, text(Json.spelled(job.status())));
    item.put(PROGRESS, number(job.progress()));
    item.put(ATTEMPTS, number(job.attempts()));
    item.put(REVISION, number(job.revision()));
    item.put(CREATED_AT, text(instant(job.createdAt())));
    item.put(PARAMETERS, payload(job.parameters()));
    item.put(STATUS_KEY, text(statusKey(job.status(), job.id(), job.tenant())));
    item.put(CREATED_KEY, text(createdKey(job.createdAt(), job.id())));
    item.put(EXPIRES_AT, number(expiresAt.getEpochSecond()));
    return item;
  }

  static Job read(Item item) {
    return new Job(
        item.text(ID),
        item.text(TENANT),
        item.text(TYPE),
        Priority.valueOf(item.text(PRIORITY).toUpperCase(Locale.ROOT)),
        status(item),
        item.decimal(PROGRESS),
        item.optionalText(MESSAGE),
        Math.toIntExact(item.number(ATTEMPTS)),
        item.number(REVISION),
        item.instant(CREATED_AT),
        item.optionalInstant(STARTED_AT),
        item.optionalInstant(COMPLETED_AT),
        payload(item.map(PARAMETERS)),
        item.find(RESULT).map(result -> payload(new Item(result.m()))),
        item.optionalText(ERROR));
  }

  static Map<String, AttributeValue> key(String id) {
    return Map.of(ID, text(id));
  }

  static JobStatus status(Item item) {
    return JobStatus.valueOf(item.text(STATUS).toUpperCase(Locale.ROOT));
  }

  static String statusKey(JobStatus status, String id, String tenant) {
    return statusKey(status, Math.floorMod(id.hashCode(), SHARDS), tenant);
  }

  static String statusKey(JobStatus status, int shard, String tenant) {
    return Json.spelled(status) + "#" + shard + "#" + tenant;
  }

  static String createdKey(Instant createdAt, String id) {
    return instant(createdAt) + "#" + id;
  }

  /** Always with milliseconds, so that the order of the texts is the order in time. */
  static String instant(Instant instant) {
    return MILLISECONDS.format(instant);
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
          case Payload.Inline inline ->
              Map.of("gzip", AttributeValue.fromB(inline.gzip()), "json_bytes", bytes);
          case Payload.Stored stored -> Map.of("key", text(stored.key()), "json_bytes", bytes);
        });
  }

  private static Payload payload(Item payload) {
    long bytes = payload.number("json_bytes");
    return payload
        .find("gzip")
        .<Payload>map(gzip -> new Payload.Inline(gzip.b(), bytes))
        .orElseGet(() -> new Payload.Stored(payload.text("key"), bytes));
  }
}

package dev.headroom.jobs.statistics;

import dev.headroom.jobs.Priority;
import dev.headroom.jobs.store.JobItem;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The key of an item in the statistics table. The names of the items' attributes are here too, for
 * those who write them and those who read them.
 *
 * <p>A tenant's counters are spread over a few slots: each shard of the job table's stream counts
 * into the slot of its own, since they all count at the same time. The truth is the sum over the
 * slots; a job that was counted in by one shard may be taken out by the next, so that a slot by
 * itself may be below nothing.
 */
public sealed interface StatisticsItem {
  String OWNER = "owner";
  String WHAT = "what";

  /** Epoch seconds, for DynamoDB's time to live. */
  String EXPIRES_AT = "expires_at";

  /**
   * Of totals: the time of the change that was counted in last. Where two stream shards share a
   * slot, the other's may be later by what the two are apart.
   */
  String AS_OF = "as_of";

  /**
   * Of totals: the sum of the processing times of all jobs that ever completed, in milliseconds.
   * Like {@link #ever}, it never decreases.
   */
  String EVER_MILLIS = "ever_millis";

  /** Of a reset: how many there were, this one included. */
  String EPOCH = "epoch";

  /** Of a reset: when it was made. */
  String BEGAN_AT = "began_at";

  /** Of a reset: who made it, to tell a repeated request of the same one from another's. */
  String RESET_ID = "reset_id";

  /** Of durations: their sum. */
  String MILLIS = "millis";

  /** Of a position: the sequence number of the last change that is counted in, as 40 digits. */
  String POSITION = "position";

  /** A new on-demand table's stream has four shards. */
  int SLOTS = 4;

  /** How far back the rows of minutes go. */
  Duration MINUTES_KEPT = Duration.ofHours(6);

  /** A tenant's items of which the sort key is from one text to another, both included. */
  static QueryRequest.Builder query(String table, String tenant, String from, String to) {
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression("#owner = :owner AND #what BETWEEN :from AND :to")
        .expressionAttributeNames(Map.of("#owner", OWNER, "#what", WHAT))
        .expressionAttributeValues(
            Map.of(
                ":owner", JobItem.text(ownerOf(tenant)),
                ":from", JobItem.text(from),
                ":to", JobItem.text(to)));
  }

  /**
   * The numbers of jobs in each state and priority, and the numbers of jobs that ever ended, which
   * never decrease.
   */
  record Totals(String tenant, int slot) implements StatisticsItem {
    static final String PREFIX = "totals#";

    @Override
    public String owner() {
      return ownerOf(tenant);
    }

    @Override
    public String what() {
      return PREFIX + slot;
    }
  }

  /** The durations of the completed jobs of a priority, as a {@link DurationSketch}. */
  record Durations(String tenant, Priority priority, int slot) implements StatisticsItem {
    static final String PREFIX = "durations#";

    @Override
    public String owner() {
      return ownerOf(tenant);
    }

    @Override
    public String what() {
      return prefix(priority) + slot;
    }

    static String prefix(Priority priority) {
      return PREFIX + Json.spelled(priority) + "#";
    }
  }

  /** The numbers of events of each kind within a minute. */
  record Minute(String tenant, Instant start, int slot) implements StatisticsItem {
    static final String PREFIX = "minute#";

    /** The row of the minute that an instant is in. */
    public static Minute of(String tenant, Instant instant, int slot) {
      return new Minute(tenant, instant.truncatedTo(ChronoUnit.MINUTES), slot);
    }

    @Override
    public String owner() {
      return ownerOf(tenant);
    }

    @Override
    public String what() {
      return from(start) + "#" + slot;
    }

    /** Returns the sort key at which the rows of a minute and all later ones begin. */
    static String from(Instant minute) {
      return PREFIX + minute;
    }
  }

  /**
   * The position up to which the changes of a stream shard are counted, for a part of the tenants.
   * Parts keep transactions apart, so that a batch with many tenants is few transactions for each
   * part, rather than one for every few of its changes.
   */
  record Position(String shard, int part) implements StatisticsItem {
    public static final int PARTS = 8;

    @Override
    public String owner() {
      return "shard#" + shard;
    }

    @Override
    public String what() {
      return "position#" + part;
    }
  }

  /**
   * The last reset of a tenant's metrics, and how what never decreases stood then, by the same
   * attributes as in its totals. It lies before them, so that one query finds both.
   */
  record Reset(String tenant) implements StatisticsItem {
    static final String NAME = "reset";

    @Override
    public String owner() {
      return ownerOf(tenant);
    }

    @Override
    public String what() {
      return NAME;
    }
  }

  String owner();

  String what();

  /** The primary key. */
  default Map<String, AttributeValue> key() {
    return Map.of(OWNER, JobItem.text(owner()), WHAT, JobItem.text(what()));
  }

  /** The partition of a tenant's statistics. */
  static String ownerOf(String tenant) {
    return "tenant#" + tenant;
  }

  /** The slot that a stream shard counts into. */
  static int slot(String shard) {
    return Math.floorMod(shard.hashCode(), SLOTS);
  }

  /** The attribute of {@link Totals}. */
  static String counter(QueueState state, Priority priority) {
    return Json.spelled(state) + "_" + Json.spelled(priority);
  }

  /** The attribute of {@link Totals} that counts how many jobs ever ended so. */
  static String ever(QueueEvent end) {
    return "ever_" + Json.spelled(end);
  }

  /** The attribute of a {@link Minute}. */
  static String counter(QueueEvent event, Priority priority) {
    return Json.spelled(event) + "_" + Json.spelled(priority);
  }

  /** The attribute of {@link Durations}. */
  static String counter(int bucket) {
    return "b" + bucket;
  }
}

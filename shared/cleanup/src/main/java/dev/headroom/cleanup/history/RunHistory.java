package dev.headroom.cleanup.history;

import static dev.headroom.cleanup.table.CleanupItem.key;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.aws.Item;
import dev.headroom.aws.ItemSize;
import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.TenantStates;
import dev.headroom.cleanup.table.CleanupItem;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.cleanup.targets.CleanupTarget.Overdue;
import dev.headroom.cleanup.targets.CleanupTarget.Page;
import dev.headroom.cleanup.targets.CleanupTarget.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The runs of tenants: those that have ended, and the one under way. */
public final class RunHistory {
  /** How many runs are removed in one transaction. */
  private static final int PAGE = 99;

  /** How long an ended run is kept whatever the retention, so that its requester can see it. */
  private static final Duration SEEN = Duration.ofDays(1);

  private static final Pattern ID = Pattern.compile("cleanup_[0-9a-f]{32}");

  private static final TypeReference<CleanupRun> AS_RUN = new TypeReference<>() {};

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final TenantStates states;
  private final InstantSource clock;

  public RunHistory(
      DynamoDbClient dynamoDb, String table, TenantStates states, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.states = states;
    this.clock = clock;
  }

  /** Returns the run of an id, whether it has ended or not; empty when the tenant has none. */
  public Optional<CleanupRun> find(String tenant, String id) {
    if (!isId(id)) {
      return Optional.empty();
    }
    // A run that ends between the two reads is found by the second.
    Optional<CleanupRun> underWay = states.read(tenant).run().filter(run -> run.id().equals(id));
    return underWay.isPresent() ? underWay : ended(tenant, id);
  }

  private Optional<CleanupRun> ended(String tenant, String id) {
    var item =
        new Item(
            dynamoDb
                .getItem(
                    get ->
                        get.tableName(table)
                            .key(key(tenant, CleanupItem.RUN + id))
                            .consistentRead(true))
                .item());
    return item.isEmpty() || isExpired(item) ? Optional.empty() : Optional.of(run(item));
  }

  /** Returns whether a text can be the id of a run. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Returns the tenant's run under way, or empty when there is none. */
  public Optional<CleanupRun> underWay(String tenant) {
    return states.read(tenant).run();
  }

  /**
   * Some runs.
   *
   * @param after the id of the last one; empty when there are no more
   */
  public record Runs(List<CleanupRun> runs, Optional<String> after) {}

  /**
   * Returns a page of a tenant's runs that have ended, the latest beginning first.
   *
   * @param limit how many at most
   * @param after the id after which to begin; empty for the first page
   */
  public Runs list(String tenant, int limit, Optional<String> after) {
    QueryResponse response =
        dynamoDb.query(
            CleanupItem.query(table, tenant, CleanupItem.RUN, CleanupItem.RUN + CleanupItem.LAST)
                .scanIndexForward(false)
                .exclusiveStartKey(after.map(id -> key(tenant, CleanupItem.RUN + id)).orElse(null))
                .limit(limit + 1) // one more shows whether there is a next page
                .build());
    List<Item> items = response.items().stream().limit(limit).map(Item::new).toList();
    boolean more = response.items().size() > limit || response.hasLastEvaluatedKey();
    return new Runs(
        items.stream().filter(item -> !isExpired(item)).map(RunHistory::run).toList(),
        more && !items.isEmpty() ? Optional.of(id(items.getLast())) : Optional.empty());
  }

  /**
   * Returns a tenant's latest runs that have ended.
   *
   * @param limit how many at most
   */
  public List<CleanupRun> latest(String tenant, int limit) {
    List<CleanupRun> runs = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Runs page = list(tenant, limit - runs.size(), after);
      runs.addAll(page.runs());
      after = page.after();
    } while (after.isPresent() && runs.size() < limit);
    return runs;
  }

  private static String id(Item item) {
    return item.text(CleanupItem.WHAT).substring(CleanupItem.RUN.length());
  }

  private static CleanupRun run(Item item) {
    return CleanupItem.read(item, "run", AS_RUN);
  }

  private boolean isExpired(Item item) {
    return item.number(CleanupItem.EXPIRES_AT) <= clock.instant().getEpochSecond();
  }

  /** Returns the target that removes runs that ended longer ago than the retention. */
  public CleanupTarget asTarget() {
    return new Target();
  }

  private final class Target implements CleanupTarget {
    @Override
    public String name() {
      return "history";
    }

    /** Returns false: advice needs the history, and DynamoDB removes it after 400 days. */
    @Override
    public boolean isUsual() {
      return false;
    }

    /** Finds runs by the table's sort key, their beginning: runs that are kept are not read. */
    @Override
    public Page find(Scope scope, Optional<String> from) {
      String tenant = scope.tenant();
      Instant seen = scope.asOf().minus(SEEN);
      Instant olderThan = scope.olderThan().isBefore(seen) ? scope.olderThan() : seen;
      QueryResponse response =
          dynamoDb.query(
              CleanupItem.query(table, tenant, CleanupItem.RUN, before(olderThan))
                  .exclusiveStartKey(from.map(id -> key(tenant, CleanupItem.RUN + id)).orElse(null))
                  .limit(PAGE)
                  .build());
      List<Overdue> found =
          response.items().stream()
              .filter(item -> endedBefore(olderThan, item))
              .map(item -> overdue(tenant, item))
              .toList();
      return new Page(
          found,
          response.hasLastEvaluatedKey()
              ? Optional.of(id(new Item(response.lastEvaluatedKey())))
              : Optional.empty());
    }

    private String before(Instant time) {
      return CleanupItem.RUN + CleanupRun.idAt(time, "");
    }

    private boolean endedBefore(Instant time, Map<String, AttributeValue> item) {
      Instant endedAt = run(new Item(item)).endedAt();
      return endedAt != null && endedAt.isBefore(time);
    }

    private Overdue overdue(String tenant, Map<String, AttributeValue> item) {
      var delete =
          Delete.builder()
              .tableName(table)
              .key(key(tenant, new Item(item).text(CleanupItem.WHAT)))
              .conditionExpression("attribute_exists(run)")
              .build();
      return Overdue.item(delete, ItemSize.bytes(item), List.of());
    }

    @Override
    public void erase(List<String> keys) {
      // Runs have no objects.
    }
  }
}

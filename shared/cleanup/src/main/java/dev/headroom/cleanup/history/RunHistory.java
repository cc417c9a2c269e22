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

/** A tenant's runs that have ended, by their beginnings. */
public final class RunHistory {
  /** So many of those whose time is over are removed at once. */
  private static final int PAGE = 99;

  /** Whoever asked for a run can see what came of it, whatever the retention. */
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

  /** A run by its id, whether it has ended or not. */
  public Optional<CleanupRun> find(String tenant, String id) {
    if (!isId(id)) {
      return Optional.empty();
    }
    // Looked for in the order in which it goes: it may end between the two.
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

  /** Whether a text can be the id of a run at all. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** The run under way. */
  public Optional<CleanupRun> underWay(String tenant) {
    return states.read(tenant).run();
  }

  /**
   * Some runs.
   *
   * @param after the id of the last one, when there may be more
   */
  public record Runs(List<CleanupRun> runs, Optional<String> after) {}

  /**
   * A tenant's runs that have ended, the latest beginning first.
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
                .limit(limit + 1) // one more tells of a next page
                .build());
    List<Item> items = response.items().stream().limit(limit).map(Item::new).toList();
    boolean more = response.items().size() > limit || response.hasLastEvaluatedKey();
    return new Runs(
        items.stream().filter(item -> !isExpired(item)).map(RunHistory::run).toList(),
        more && !items.isEmpty() ? Optional.of(id(items.getLast())) : Optional.empty());
  }

  /**
   * A tenant's latest runs that have ended.
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

  /** Runs that began before a time, as a target of runs themselves. */
  public CleanupTarget asTarget() {
    return new Target();
  }

  private final class Target implements CleanupTarget {
    @Override
    public String name() {
      return "history";
    }

    /** Advice is made of it, and DynamoDB removes it in time. */
    @Override
    public boolean isUsual() {
      return false;
    }

    /** The table's sort key is the run's beginning: what is kept is not read. */
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
      // Runs lie in the table alone.
    }
  }
}

package dev.headroom.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Item;
import dev.headroom.local.engine.Engines;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How changes are written: how often, how much at a time, at what cost. */
class ProjectionTest {
  private static final Instant START = Instant.parse("2126-01-01T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(START);

  private static Engines engines;
  private static String table;
  private static DynamoDbClient real;

  private final String shard = "shardId-" + UUID.randomUUID();
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final List<DynamodbStreamRecord> changes = new ArrayList<>();
  private TroubledDynamoDb dynamoDb;
  private StatisticsFunction function;
  private int written;

  @BeforeAll
  static void open() {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    Map<String, String> environment = engines.environment("JobStats");
    real = new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
    table = Optional.ofNullable(environment.get("STATISTICS_TABLE")).orElseThrow();
  }

  @AfterAll
  static void close() {
    engines.close();
  }

  @BeforeEach
  void begin() {
    dynamoDb = new TroubledDynamoDb(real, new Random(1));
    function = new StatisticsFunction(dynamoDb, table, new Random(2), CLOCK);
  }

  private static Map<String, String> job(String tenant, String priority, String status) {
    Map<String, String> job = new HashMap<>();
    job.put("tenant", tenant);
    job.put("priority", priority);
    job.put("status", status);
    job.put(
        "status_key", (status.equals("pending") ? "pending-" + priority : status) + "#0#" + tenant);
    job.put("created_at", START.toString());
    job.put("run_after", START.toString());
    if (!status.equals("pending")) {
      job.put("started_at", START.toString());
    }
    return job;
  }

  private static Map<String, String> completed(String tenant, String priority, long millis) {
    Map<String, String> job = job(tenant, priority, "completed");
    job.put("completed_at", START.plusMillis(millis).toString());
    return job;
  }

  private void changed(@Nullable Map<String, String> before, @Nullable Map<String, String> after) {
    changes.add(AChange.of(String.valueOf(++written), START, before, after));
  }

  private void livesOf(int jobs, int tenants) {
    String[] priorities = {"urgent", "high", "normal", "low"};
    for (int i = 0; i < jobs; i++) {
      String owner = tenants == 1 ? tenant : tenant + i % tenants;
      String priority = priorities[i % 4];
      changed(null, job(owner, priority, "pending"));
      changed(job(owner, priority, "pending"), job(owner, priority, "running"));
      changed(job(owner, priority, "running"), completed(owner, priority, 20 + i % 40));
    }
  }

  private Item totals(String owner) {
    Map<String, Long> sums = new HashMap<>();
    items(owner, "totals#")
        .forEach(
            item ->
                item.attributes()
                    .forEach(
                        (name, value) -> {
                          if (value.n() != null) {
                            sums.merge(name, Long.valueOf(value.n()), Long::sum);
                          }
                        }));
    Map<String, AttributeValue> item = new HashMap<>();
    sums.forEach((name, sum) -> item.put(name, AttributeValue.fromN(sum.toString())));
    return new Item(item);
  }

  private static long jobs(Item totals) {
    return totals.attributes().keySet().stream()
        .filter(name -> !name.startsWith("ever_"))
        .mapToLong(totals::number)
        .sum();
  }

  private static List<Item> items(String owner, String prefix) {
    return real
        .query(
            query ->
                query
                    .tableName(table)
                    .keyConditionExpression("#owner = :owner AND begins_with(what, :prefix)")
                    .expressionAttributeNames(Map.of("#owner", "owner"))
                    .expressionAttributeValues(
                        Map.of(
                            ":owner", AttributeValue.fromS("tenant#" + owner),
                            ":prefix", AttributeValue.fromS(prefix))))
        .items()
        .stream()
        .map(Item::new)
        .toList();
  }

  private long writeUnits() {
    return dynamoDb.transactions().stream()
        .mapToLong(TroubledDynamoDb.Transaction::writeUnits)
        .sum();
  }

  @Test
  void a_thousand_changes_of_one_tenant_are_one_transaction() {
    livesOf(333, 1);

    function.invoke(shard, changes);

    assertThat(dynamoDb.transactions()).hasSize(1);
    assertThat(totals(tenant).number("completed_high")).isEqualTo(83);
    assertThat(totals(tenant).find("running_high")).isEmpty();
    // Two for each item: the position, the totals, four sketches, the minute.
    assertThat(writeUnits()).isEqualTo(14);
  }

  @Test
  void one_job_by_itself_costs_two_write_units_for_each_item_that_it_changes() {
    livesOf(1, 1);

    function.invoke(shard, changes.subList(0, 1));
    assertThat(writeUnits()).isEqualTo(6);
    function.invoke(shard, changes.subList(1, 2));
    assertThat(writeUnits()).isEqualTo(12);
    function.invoke(shard, changes.subList(2, 3));
    assertThat(writeUnits()).isEqualTo(20);
  }

  @Test
  void a_thousand_changes_of_fifty_tenants_are_as_many_transactions_as_they_must_be() {
    livesOf(334, 50);

    function.invoke(shard, changes.subList(0, 1_000));

    assertThat(dynamoDb.transactions())
        .hasSizeBetween(2, 8)
        .allSatisfy(
            transaction ->
                assertThat(transaction.request().transactItems()).hasSizeLessThanOrEqualTo(100));
    for (int i = 0; i < 50; i++) {
      assertThat(jobs(totals(tenant + i))).isEqualTo(i < 34 ? 7 : 6);
    }
    assertThat(writeUnits()).isLessThan(600);
  }

  @Test
  void what_is_too_much_for_one_transaction_is_cut_in_order() {
    livesOf(400, 400);

    function.invoke(shard, changes);
    int transactions = dynamoDb.transactions().size();
    function.invoke(shard, changes);

    assertThat(dynamoDb.transactions()).hasSize(transactions);
    assertThat(transactions).isBetween(9, 64);
    assertThat(IntStream.range(0, 400).mapToObj(i -> totals(tenant + i)))
        .allSatisfy(totals -> assertThat(jobs(totals)).isEqualTo(1));
  }

  @Test
  void durations_in_every_bucket_are_written_in_expressions_that_are_not_too_long() {
    for (double millis = 1; millis < 864e6; millis *= 1.0201) {
      changed(job(tenant, "low", "running"), completed(tenant, "low", Math.round(millis)));
    }

    function.invoke(shard, changes);

    assertThat(changes).hasSizeGreaterThan(1_000);
    assertThat(dynamoDb.transactions())
        .hasSizeGreaterThan(1)
        .allSatisfy(
            transaction ->
                assertThat(transaction.request().transactItems())
                    .allSatisfy(
                        write ->
                            assertThat(write.update().updateExpression().length())
                                .isLessThan(4_096)));
    Item sketch = items(tenant, "durations#").getFirst();
    assertThat(
            sketch.attributes().keySet().stream()
                .filter(name -> name.matches("b\\d+"))
                .mapToLong(sketch::number)
                .sum())
        .isEqualTo(changes.size());
  }

  @Test
  void a_batch_that_comes_again_in_another_cut_is_counted_once() {
    livesOf(4, 1);

    function.invoke(shard, changes.subList(0, 5));
    function.invoke(shard, changes.subList(0, 8));
    function.invoke(shard, changes.subList(2, 12));
    function.invoke(shard, changes);

    assertThat(totals(tenant).number("completed_urgent")).isEqualTo(1);
    assertThat(items(tenant, "minute#").getFirst().number("started_low")).isEqualTo(1);
    assertThat(dynamoDb.transactions()).hasSize(3);
  }

  @Test
  void sequence_numbers_are_numbers() {
    written = 8;
    livesOf(1, 1); // 9, 10, 11

    changes.forEach(change -> function.invoke(shard, List.of(change)));

    assertThat(totals(tenant).number("completed_urgent")).isEqualTo(1);
  }

  @Test
  void progress_is_not_written_at_all() {
    for (int i = 0; i < 20; i++) {
      changed(job(tenant, "low", "running"), job(tenant, "low", "running"));
    }

    function.invoke(shard, changes);

    assertThat(dynamoDb.transactions()).isEmpty();
  }

  @Test
  void what_is_no_job_keeps_nothing_back() {
    changed(null, Map.of("tenant", tenant));
    changed(null, job(tenant, "low", "pending"));

    function.invoke(shard, changes);

    assertThat(totals(tenant).number("pending_low")).isEqualTo(1);
  }

  @Test
  void what_takes_the_place_of_an_expired_job_is_a_new_one() {
    changed(null, completed(tenant, "low", 7));
    changed(completed(tenant, "low", 7), job(tenant, "low", "pending"));

    function.invoke(shard, changes);

    assertThat(totals(tenant).find("completed_low")).isEmpty();
    assertThat(totals(tenant).number("pending_low")).isEqualTo(1);
    assertThat(totals(tenant).number("ever_completed")).isEqualTo(1);
    assertThat(totals(tenant).number("ever_millis")).isEqualTo(7);
    assertThat(items(tenant, "durations#")).isEmpty();
  }

  @Test
  void a_position_is_kept_for_longer_than_a_stream_keeps_its_changes() {
    livesOf(1, 1);
    function.invoke(shard, changes);

    var position = dynamoDb.transactions().getFirst().request().transactItems().getFirst().update();

    assertThat(
            Long.parseLong(
                Optional.ofNullable(position.expressionAttributeValues().get(":expires_at"))
                    .orElseThrow()
                    .n()))
        .isEqualTo(START.plusSeconds(3 * 86_400).getEpochSecond());
  }
}

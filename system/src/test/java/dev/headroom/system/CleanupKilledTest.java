package dev.headroom.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.aws.AwsClients;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.LocalOptions;
import dev.headroom.local.engine.EngineOptions;
import dev.headroom.system.http.CleanupClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The whole local cloud is killed in the middle of a clean-up, and started again. */
class CleanupKilledTest {
  /** Of whoever's token names none. */
  private static final String TENANT = "default";

  private static final int COPIES = 500;
  private static final int WITH_OBJECTS = 6;

  /** The first begins the run, and six follow that each remove up to 99 jobs. */
  private static final int IN_THE_MIDDLE = 4;

  private static final String STORES_AN_OBJECT =
      """
      {"job_type": "extraction", "delay_seconds": 86400, "parameters": {
        "documents": [{"text": "%s"}], "taxonomy": {"name": "t", "categories": [{"name": "c"}]}}}
      """
          .formatted("All that there is to say. ".repeat(800));

  /** One whose schedules never come of themselves. */
  private static LocalCloud start(Path data) {
    return LocalCloud.start(
        new LocalOptions(
                TheTemplate.FILE,
                0,
                Optional.of(data),
                Map.of(),
                EngineOptions.of(System.getProperties()).withoutEndpoints(),
                data.resolve("logs"))
            .withScheduleMinute(Duration.ofHours(1))
            .withEnvironment(TheCloud.UNLIMITED));
  }

  private record Tables(DynamoDbClient dynamoDb, Map<String, String> environment) {
    static Tables of(LocalCloud cloud) {
      Map<String, String> environment = new HashMap<>(cloud.engines().environment("CleanupTick"));
      environment.put("AWS_ACCESS_KEY_ID", "Test"); // whose calls are not the function's
      return new Tables(
          new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb"), environment);
    }

    String name(String variable) {
      return environment.getOrDefault(variable, "");
    }

    /** Hundreds of jobs that are like one, but for their ids, sooner than they could be run. */
    void copyJob(String id) {
      String table = name("JOB_TABLE");
      var key = Map.of("job_id", AttributeValue.fromS(id));
      var job = dynamoDb.getItem(get -> get.tableName(table).key(key)).item();
      for (int from = 0; from < COPIES; from += 25) {
        List<WriteRequest> batch =
            IntStream.range(from, from + 25)
                .mapToObj(i -> copy(job, id, "job_%032x".formatted(i)))
                .toList();
        assertThat(
                dynamoDb
                    .batchWriteItem(put -> put.requestItems(Map.of(table, batch)))
                    .unprocessedItems())
            .isEmpty();
      }
    }

    private static WriteRequest copy(Map<String, AttributeValue> job, String id, String other) {
      Map<String, AttributeValue> item =
          job.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey,
                      entry ->
                          entry.getValue().s() == null
                              ? entry.getValue()
                              : AttributeValue.fromS(entry.getValue().s().replace(id, other))));
      return WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build();
    }

    /** As if the minute and a half had passed for which a dead worker's run is left alone. */
    void endLease() {
      dynamoDb.updateItem(
          update ->
              update
                  .tableName(name("CLEANUP_TABLE"))
                  .key(
                      Map.of(
                          "owner", AttributeValue.fromS(TENANT),
                          "what", AttributeValue.fromS("desk")))
                  .conditionExpression("attribute_exists(due_at)")
                  .updateExpression("SET due_at = :past")
                  .expressionAttributeValues(Map.of(":past", AttributeValue.fromN("1"))));
    }
  }

  /** What there is to remove, and what to keep. */
  private record Stock(long overdue, long keptObjects, List<String> inUse) {
    static Stock of(LocalCloud cloud) {
      var tenant = CleanupClient.of(cloud, TENANT);
      List<String> inUse = tenant.submit(2, STORES_AN_OBJECT);
      long kept = tenant.objects();
      List<String> ended = tenant.submit(WITH_OBJECTS, STORES_AN_OBJECT);
      long objects = tenant.objects() - kept;
      ended.forEach(id -> tenant.client().delete("/jobs/" + id).expect(200));
      String plain = tenant.client().submit("noop", "{}");
      tenant.client().ended(plain);
      Tables.of(cloud).copyJob(plain);
      tenant.add("all", 1, 0);
      return new Stock(COPIES + 1 + WITH_OBJECTS + objects, kept, inUse);
    }
  }

  private static long removed(JsonNode statistics) {
    return statistics.path("files_removed").longValue();
  }

  @Test
  void each_thing_is_removed_and_counted_once(@TempDir Path data) throws Exception {
    Stock stock;
    try (var cloud = start(data)) {
      stock = Stock.of(cloud);
    }
    CloudProcess.untilKilled(data, KillPoint.atCleanupTransaction(IN_THE_MIDDLE));
    try (var cloud = start(data)) {
      var tenant = CleanupClient.of(cloud, TENANT);
      tenant.remove("all");
      JsonNode left = tenant.statistics();
      assertThat(removed(left)).isPositive().isLessThan(stock.overdue());
      tenant.tick();
      assertThat(tenant.statistics()).isEqualTo(left); // its worker may be alive
      Tables.of(cloud).endLease();
      tenant.tick();

      JsonNode statistics = tenant.statistics();
      assertThat(removed(statistics)).as(statistics.toString()).isEqualTo(stock.overdue());
      assertThat(statistics.at("/by_target/jobs/files_found").longValue())
          .isEqualTo(stock.overdue());
      assertThat(statistics.path("total_cleanups").intValue()).isEqualTo(1);
      assertThat(tenant.runs()).hasSize(1);
      assertThat(removed(tenant.runs().getFirst())).isEqualTo(stock.overdue());
      assertThat(tenant.objects()).isEqualTo(stock.keptObjects());
      assertThat(tenant.client().get("/jobs").expect(200).body().findValuesAsText("job_id"))
          .containsExactlyInAnyOrderElementsOf(stock.inUse());
    }
  }
}

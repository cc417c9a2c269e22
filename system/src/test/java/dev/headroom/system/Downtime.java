package dev.headroom.system;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Item;
import dev.headroom.json.Json;
import dev.headroom.local.engine.Engines;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The time between the death of a local cloud and its next start. It passes at once: the times of
 * all unfinished jobs are moved back in the table.
 */
record Downtime(Path data) {
  static Downtime of(Path data) {
    return new Downtime(data);
  }

  /**
   * Lets some time pass.
   *
   * @return the ids of the jobs that a worker held when the cloud died
   */
  List<String> pass(Duration time) {
    List<String> held = new ArrayList<>();
    try (var engines = Engines.start(TheTemplate.read(), Optional.of(data))) {
      Map<String, String> environment = engines.environment("JobsApi");
      String table = environment.getOrDefault("JOB_TABLE", "");
      var dynamoDb = new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
      for (var attributes :
          dynamoDb.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items()) {
        var job = new Item(attributes);
        if (job.find("due_at").isPresent()) {
          dynamoDb.putItem(put -> put.tableName(table).item(earlier(attributes, time)));
        }
        if (job.find("claimed_by").isPresent()) {
          held.add(job.text("job_id"));
        }
      }
    }
    return held;
  }

  private static Map<String, AttributeValue> earlier(
      Map<String, AttributeValue> job, Duration time) {
    Map<String, AttributeValue> moved = new HashMap<>(job);
    moved.computeIfPresent("run_after", (_, at) -> text(at, time));
    for (String name : List.of("due_at", "lease_until")) {
      moved.computeIfPresent(name, (_, at) -> millis(at, time));
    }
    return moved;
  }

  private static AttributeValue text(AttributeValue at, Duration time) {
    return AttributeValue.fromS(Json.spelled(Instant.parse(at.s()).minus(time)));
  }

  private static AttributeValue millis(AttributeValue at, Duration time) {
    return AttributeValue.fromN(String.valueOf(Long.parseLong(at.n()) - time.toMillis()));
  }
}

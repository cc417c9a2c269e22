package dev.headroom.benchmarks;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Item;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The benchmark's own way to the job table and its queues, with the clients that functions have.
 */
final class Store {
  /** DynamoDB's bound on one BatchGetItem. */
  private static final int BATCH = 100;

  private final DynamoDbClient dynamoDb;
  private final SqsClient sqs;
  private final String table;
  private final Map<Priority, String> queueUrls = new EnumMap<>(Priority.class);

  Store(Map<String, String> environment) {
    var aws = new AwsClients(environment);
    dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    sqs = aws.client(SqsClient.builder(), "sqs");
    table = environment.getOrDefault("JOB_TABLE", "");
    var urls = List.of(environment.getOrDefault("GENERAL_QUEUES", "").split(",", -1)).iterator();
    for (Priority priority : Priority.values()) {
      queueUrls.put(priority, urls.next());
    }
  }

  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  SqsClient sqs() {
    return sqs;
  }

  String table() {
    return table;
  }

  /** Returns the queue in which jobs of a priority wait. */
  String queueUrl(Priority priority) {
    return queueUrls.getOrDefault(priority, "");
  }

  /** Has nobody be woken any more for the jobs that wait at a priority. */
  void purge(Priority priority) {
    sqs.purgeQueue(purge -> purge.queueUrl(queueUrl(priority)));
  }

  /** Returns the time from each job's creation to its claim, as its item has them, in whole ms. */
  Latencies enqueueToStart(Collection<String> ids) {
    List<Item> jobs = new ArrayList<>();
    ids.stream()
        .map(id -> Map.of("job_id", AttributeValue.fromS(id)))
        .gather(Gatherers.windowFixed(BATCH))
        .map(keys -> Map.of(table, KeysAndAttributes.builder().keys(keys).build()))
        .flatMap(
            keys ->
                dynamoDb
                    .batchGetItem(get -> get.requestItems(keys))
                    .responses()
                    .getOrDefault(table, List.of())
                    .stream())
        .forEach(item -> jobs.add(new Item(item)));
    if (jobs.size() != ids.size()
        || !jobs.stream().allMatch(job -> job.text("status").equals("completed"))) {
      throw new IllegalStateException("Of %d jobs not all have completed".formatted(ids.size()));
    }
    return Latencies.of(
        jobs.stream()
            .map(job -> Duration.between(job.instant("created_at"), job.instant("started_at")))
            .mapToLong(Duration::toNanos));
  }
}

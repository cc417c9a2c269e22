package dev.headroom.benchmarks;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Item;
import dev.headroom.jobs.Priority;
import dev.headroom.local.LocalCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The benchmark's own way to the engines, with the very client settings that functions have. */
final class Store {
  /** DynamoDB's bound on one BatchGetItem. */
  private static final int BATCH = 100;

  private final DynamoDbClient dynamoDb;
  private final DynamoDbStreamsClient streams;
  private final SqsClient sqs;
  private final String table;
  private final Map<Priority, String> queueUrls = new EnumMap<>(Priority.class);

  Store(LocalCloud cloud) {
    Map<String, String> environment = new HashMap<>(cloud.engines().environment("JobsApi"));
    // Calls are told apart by it.
    environment.put("AWS_ACCESS_KEY_ID", "Benchmark");
    var aws = new AwsClients(environment);
    dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    // DynamoDB Local answers for streams at the same place.
    streams = aws.client(DynamoDbStreamsClient.builder(), "dynamodb");
    sqs = aws.client(SqsClient.builder(), "sqs");
    table = environment.getOrDefault("JOB_TABLE", "");
    Iterator<String> urls =
        List.of(environment.getOrDefault("GENERAL_QUEUES", "").split(",")).iterator();
    for (Priority priority : Priority.values()) {
      queueUrls.put(priority, urls.next());
    }
  }

  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  DynamoDbStreamsClient streams() {
    return streams;
  }

  SqsClient sqs() {
    return sqs;
  }

  String table() {
    return table;
  }

  Map<Priority, String> queueUrls() {
    return queueUrls;
  }

  /** Where jobs of a priority wait. */
  String queueUrl(Priority priority) {
    return queueUrls.getOrDefault(priority, "");
  }

  /** Has nobody be woken any more for the jobs that wait at a priority. */
  void purge(Priority priority) {
    sqs.purgeQueue(purge -> purge.queueUrl(queueUrl(priority)));
  }

  Item job(String id) {
    return new Item(
        dynamoDb.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true)).item());
  }

  /** From each job's creation to its claim, as its item has them, in whole milliseconds. */
  Latencies enqueueToStart(Collection<String> ids) {
    List<String> all = List.copyOf(ids);
    List<Item> jobs = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      var keys =
          all.subList(from, Math.min(all.size(), from + BATCH)).stream().map(Store::key).toList();
      var request = Map.of(table, KeysAndAttributes.builder().keys(keys).build());
      dynamoDb
          .batchGetItem(get -> get.requestItems(request))
          .responses()
          .getOrDefault(table, List.of())
          .forEach(item -> jobs.add(new Item(item)));
    }
    if (jobs.size() != all.size()
        || !jobs.stream().allMatch(job -> job.text("status").equals("completed"))) {
      throw new IllegalStateException("Of %d jobs not all have completed".formatted(all.size()));
    }
    return Latencies.of(jobs.stream().mapToLong(job -> nanos(waited(job))));
  }

  private static Duration waited(Item job) {
    Instant created = job.instant("created_at");
    return Duration.between(created, job.instant("started_at"));
  }

  private static long nanos(Duration duration) {
    return duration.toNanos();
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("job_id", AttributeValue.fromS(id));
  }
}

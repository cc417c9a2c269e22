package dev.headroom.benchmarks.cleanup;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.store.Claim;
import dev.headroom.jobs.store.Payloads;
import dev.headroom.json.Json;
import dev.headroom.objects.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A job that was submitted, run and completed, and copies of its item: as many as the engine takes
 * at once, where real ones would take a queue and three writes each.
 */
final class SampleJob {
  /** Clean-up reads the shards of a status one after another. */
  private static final int SHARDS = 2;

  /** Longer than this benchmark will be run: the engine removes what has expired. */
  private static final Period KEPT = Period.ofYears(100);

  private static final int LARGE = 20_000;
  private static final String TENANT = "sample";

  private final Map<String, AttributeValue> item;
  private final Instant firstAt;
  private final int objects;

  /** Makes the job, which is removed again. */
  SampleJob(
      JobSettings settings,
      DynamoDbClient dynamoDb,
      AwsClients aws,
      ObjectStore store,
      Instant at,
      int objects) {
    this.objects = objects;
    var jobs =
        JobBackend.of(
            new JobSettings(settings.table(), settings.objectStore(), settings.queueUrls(), KEPT),
            dynamoDb,
            aws.client(SqsClient.builder(), "sqs"),
            new Payloads(store),
            InstantSource.fixed(at),
            new SplittableRandom(objects));
    Job job = jobs.jobs(new JobTypes()).submit(TENANT, submission());
    var message = new JobQueue.Message(job.id(), TENANT, job.fencingToken(), false);
    if (!(jobs.claims().claim(message, "benchmark") instanceof Claim.Granted granted)
        || !jobs.claims()
            .complete(
                granted, jobs.payloads().save("unused", Json.SNAKE_CASE.createObjectNode()), "")) {
      throw new IllegalStateException("The sample job could not be completed");
    }
    var key = Map.of("job_id", AttributeValue.fromS(job.id()));
    this.item =
        dynamoDb
            .getItem(get -> get.tableName(settings.table()).key(key).consistentRead(true))
            .item();
    this.firstAt = job.createdAt();
    dynamoDb.deleteItem(delete -> delete.tableName(settings.table()).key(key));
  }

  /** With objects, its parameters are too large for its item. */
  private Submission submission() {
    if (objects == 0) {
      return Submission.of("noop", Map.of());
    }
    String text =
        new SplittableRandom(LARGE)
            .ints(LARGE, 'a', 'z')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return Submission.of(
        "extraction",
        Map.of(
            "documents", List.of(Map.of("text", text)),
            "taxonomy", Map.of("name", "t", "categories", List.of(Map.of("name", "c")))));
  }

  /**
   * The ids of so many copies.
   *
   * @param lot of which no two copies are alike; the order of its ids is that of any other lot's
   */
  static String id(int lot, int number) {
    return String.format(
        Locale.ROOT, "job_%016x%016x", lot, new SplittableRandom(number).nextLong());
  }

  Map<String, AttributeValue> copy(String tenant, int lot, int number) {
    String id = id(lot, number);
    Map<String, AttributeValue> copy = new HashMap<>(item);
    String filing = new Item(item).text("status_key").split("#", 2)[0];
    copy.put("job_id", AttributeValue.fromS(id));
    copy.put("tenant", AttributeValue.fromS(tenant));
    copy.put("created_at", AttributeValue.fromS(Json.spelled(createdAt(number))));
    copy.put(
        "status_key", AttributeValue.fromS("%s#%d#%s".formatted(filing, number % SHARDS, tenant)));
    copy.put("created_key", AttributeValue.fromS(Json.spelled(createdAt(number)) + "#" + id));
    return copy;
  }

  /** One a second: ids, by which objects are sorted, have another order. */
  private Instant createdAt(int number) {
    return firstAt.plusSeconds(number);
  }

  /** The keys of a copy's objects. */
  List<String> objectKeys(String tenant, int lot, int number) {
    Instant createdAt = createdAt(number);
    String prefix =
        "%s%s-%d/"
            .formatted(
                JobFolder.prefixOf(tenant, LocalDate.ofInstant(createdAt, ZoneOffset.UTC)),
                id(lot, number),
                createdAt.toEpochMilli());
    return IntStream.range(0, objects).mapToObj(place -> prefix + "object-" + place).toList();
  }
}

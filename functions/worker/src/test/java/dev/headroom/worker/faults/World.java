package dev.headroom.worker.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.aws.AwsCalls;
import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Item;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.store.Payloads;
import dev.headroom.json.Json;
import dev.headroom.local.engine.Engines;
import dev.headroom.objects.ObjectStores;
import dev.headroom.settings.Settings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The real engines, and a time that passes only when a test lets it. */
final class World implements AutoCloseable {
  private static final String DEAD_LETTERS = "DeadLetterQueue";

  private final AwsCalls.Observation faults = AwsCalls.observe(new FaultObserver());
  private final Engines engines;
  private final Map<String, String> environment;
  private final JobSettings settings;
  private final DynamoDbClient dynamoDb;
  private final SqsClient sqs;
  private final Payloads payloads;
  private final JobTypes types = new JobTypes();
  private final History history;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS));

  World() {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    environment = engines.environment("JobsApi");
    settings = JobSettings.read(new Settings(environment));
    var aws = new AwsClients(environment);
    dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    sqs = aws.client(SqsClient.builder(), "sqs");
    payloads = new Payloads(ObjectStores.open(settings.objectStore(), aws));
    history = new History(dynamoDb, aws, settings.table());
  }

  /** What another process needs to work here, too. */
  Map<String, String> environment() {
    return environment;
  }

  InstantSource time() {
    return now::get;
  }

  void advance(Duration by) {
    now.updateAndGet(before -> before.plus(by));
  }

  void advanceTo(Instant to) {
    now.updateAndGet(before -> before.isBefore(to) ? to : before);
  }

  JobTypes types() {
    return types;
  }

  JobSettings settings() {
    return settings;
  }

  History history() {
    return history;
  }

  /** The parts of the system under test, as one machine runs them. */
  JobBackend backend(InstantSource clock, RandomGenerator random) {
    return JobBackend.of(settings, dynamoDb, sqs, payloads, clock, random);
  }

  /** The same for the test's own eyes. */
  JobBackend backend() {
    return backend(now::get, new SecureRandom());
  }

  /** All messages that a poller would get now, out of their queues for good. */
  List<JobQueue.Message> receive() {
    List<JobQueue.Message> received = new ArrayList<>();
    settings.queueUrls().values().forEach(url -> received.addAll(receive(url)));
    return received;
  }

  List<JobQueue.Message> receiveDeadLetters() {
    return receive(engines.queueUrl(DEAD_LETTERS));
  }

  private List<JobQueue.Message> receive(String url) {
    List<JobQueue.Message> received = new ArrayList<>();
    List<Message> some;
    do {
      some = sqs.receiveMessage(ask -> ask.queueUrl(url).maxNumberOfMessages(10)).messages();
      for (Message message : some) {
        received.add(read(message));
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
    } while (!some.isEmpty());
    return received;
  }

  private static JobQueue.Message read(Message message) {
    try {
      return JobQueue.Message.read(message.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("A message that is none of ours: " + message.body(), e);
    }
  }

  /** As SQS does with a message that was received too often. */
  void giveUp(JobQueue.Message message) {
    String body = Json.SNAKE_CASE.valueToTree(message).toString();
    sqs.sendMessage(send -> send.queueUrl(engines.queueUrl(DEAD_LETTERS)).messageBody(body));
  }

  /** Every item of the job table. */
  List<Item> items() {
    return dynamoDb
        .scanPaginator(scan -> scan.tableName(settings.table()).consistentRead(true))
        .items()
        .stream()
        .map(Item::new)
        .toList();
  }

  /** What the index by_due holds: the ids of unfinished jobs, and when they are due. */
  Map<String, Instant> due() {
    Map<String, Instant> due = new HashMap<>();
    dynamoDb
        .scanPaginator(scan -> scan.tableName(settings.table()).indexName("by_due"))
        .items()
        .forEach(
            entry ->
                due.put(
                    new Item(entry).text("job_id"),
                    Instant.ofEpochMilli(new Item(entry).number("due_at"))));
    return due;
  }

  /** Leaves nothing of an earlier run. */
  void clear() {
    for (Item item : items()) {
      dynamoDb.deleteItem(
          delete ->
              delete
                  .tableName(settings.table())
                  .key(Map.of("job_id", AttributeValue.fromS(item.text("job_id")))));
    }
    settings.queueUrls().values().forEach(url -> sqs.purgeQueue(purge -> purge.queueUrl(url)));
    sqs.purgeQueue(purge -> purge.queueUrl(engines.queueUrl(DEAD_LETTERS)));
    history.forget();
  }

  @Override
  public void close() {
    faults.close();
    engines.close();
  }
}

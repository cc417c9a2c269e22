package dev.headroom.jobs;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Item;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.store.Claim;
import dev.headroom.jobs.store.JobClaims;
import dev.headroom.jobs.store.JobItem;
import dev.headroom.jobs.store.JobReader;
import dev.headroom.jobs.store.JobTransitions;
import dev.headroom.jobs.store.LostAnswers;
import dev.headroom.jobs.store.Payloads;
import dev.headroom.jobs.store.StatusPartition;
import dev.headroom.json.Json;
import dev.headroom.local.engine.Engines;
import dev.headroom.settings.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The real job table and queues of template.yaml on real engines, and a clock that tests move. */
public final class JobTable implements AutoCloseable {
  private final Engines engines;
  private final JobSettings settings;
  private final Random random = new Random(20_261_120);
  private final AtomicInteger workers = new AtomicInteger();
  public final TestClock clock = new TestClock();
  public final TestQueues queues;
  public final DynamoDbClient dynamoDb;
  public final JobBackend backend;
  public final JobReader reader;
  public final JobClaims claims;
  public final JobTransitions transitions;

  public JobTable() {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    Map<String, String> environment = engines.environment("JobsApi");
    settings = JobSettings.read(new Settings(environment));
    var aws = new AwsClients(environment);
    dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    queues = new TestQueues(aws.client(SqsClient.builder(), "sqs"), settings.queueUrls());
    backend = backend(dynamoDb);
    reader = backend.reader();
    claims = backend.claims();
    transitions = backend.transitions();
  }

  private JobBackend backend(DynamoDbClient client) {
    return JobBackend.of(settings, client, queues, new Payloads(new NoObjects()), clock, random);
  }

  /** The same jobs, for somebody who never gets the first answer to what is written. */
  public JobBackend losingAnswers() {
    return backend(new LostAnswers(dynamoDb));
  }

  public AJob aJob() {
    return new AJob(this);
  }

  public String nextId() {
    return JobId.next(random);
  }

  /** The job as it is now. */
  public Job now(Job job) {
    return reader.find(job.id()).orElseThrow();
  }

  /** Claims a job as the worker does that the message for its turn wakes. */
  public Claim claim(Job job) {
    return claims.claim(JobQueue.Message.of(job), "worker " + workers.incrementAndGet());
  }

  public Claim.Granted granted(Job job) {
    return (Claim.Granted) claim(job);
  }

  /** Everything that the table has of a job. */
  public Item item(Job job) {
    return new Item(
        dynamoDb
            .getItem(
                get ->
                    get.tableName(settings.table()).key(JobItem.key(job.id())).consistentRead(true))
            .item());
  }

  /** Breaks a job: an attribute of its item is gone. */
  public void forget(Job job, String attribute) {
    dynamoDb.updateItem(
        update ->
            update
                .tableName(settings.table())
                .key(JobItem.key(job.id()))
                .updateExpression("REMOVE #attribute")
                .expressionAttributeNames(Map.of("#attribute", attribute)));
  }

  /** What the sweeper's index holds: each job's id, and when somebody must look at it. */
  public Map<String, Instant> due() {
    Map<String, Instant> due = new HashMap<>();
    IntStream.range(0, JobItem.DUE_SHARDS)
        .mapToObj(shard -> Map.of(":shard", JobItem.text(String.valueOf(shard))))
        .flatMap(
            shard ->
                dynamoDb
                    .queryPaginator(
                        query ->
                            query
                                .tableName(settings.table())
                                .indexName(JobItem.BY_DUE)
                                .keyConditionExpression("due_shard = :shard")
                                .expressionAttributeValues(shard))
                    .items()
                    .stream())
        .map(Item::new)
        .forEach(
            item ->
                due.put(item.text(JobItem.ID), Instant.ofEpochMilli(item.number(JobItem.DUE_AT))));
    return due;
  }

  /** What the index by status holds of a tenant's jobs that have ended: their ids. */
  public List<String> ended(String tenant) {
    return Stream.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)
        .flatMap(status -> StatusPartition.all(status, tenant).stream())
        .map(StatusPartition::key)
        .flatMap(
            partition ->
                dynamoDb
                    .queryPaginator(
                        query ->
                            query
                                .tableName(settings.table())
                                .indexName(JobItem.BY_STATUS)
                                .keyConditionExpression("status_key = :partition")
                                .expressionAttributeValues(
                                    Map.of(":partition", JobItem.text(partition))))
                    .items()
                    .stream())
        .map(entry -> new Item(entry).text(JobItem.ID))
        .toList();
  }

  public String name() {
    return settings.table();
  }

  /** Forgets every job and every message. */
  public void clear() {
    dynamoDb.scanPaginator(scan -> scan.tableName(settings.table())).items().stream()
        .map(item -> JobItem.key(new Item(item).text(JobItem.ID)))
        .map(key -> WriteRequest.builder().deleteRequest(delete -> delete.key(key)).build())
        .gather(Gatherers.windowFixed(25))
        .forEach(
            batch ->
                dynamoDb.batchWriteItem(
                    write -> write.requestItems(Map.of(settings.table(), batch))));
    queues.clear();
  }

  @Override
  public void close() {
    engines.close();
  }

  public static Payload aPayload() {
    return aPayload("");
  }

  public static Payload aPayload(String note) {
    return new Payloads(new NoObjects())
        .save("unused", Json.SNAKE_CASE.createObjectNode().put("note", note));
  }
}

package dev.headroom.jobs;

import dev.headroom.aws.AwsClients;
import dev.headroom.objects.ObjectStores;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What everybody shares who works on the jobs of one deployment, put together. */
public record JobBackend(
    JobSettings settings,
    DynamoDbClient dynamoDb,
    JobStore store,
    JobQueue queue,
    Payloads payloads,
    FailedAttempts failedAttempts,
    InstantSource clock,
    RandomGenerator random) {

  /**
   * Opens it. No call is made yet.
   *
   * @param random for ids: two processes must not share its seed
   */
  public static JobBackend open(
      JobSettings settings, AwsClients aws, InstantSource clock, RandomGenerator random) {
    return of(
        settings,
        aws.client(DynamoDbClient.builder(), "dynamodb"),
        aws.client(SqsClient.builder(), "sqs"),
        new Payloads(ObjectStores.open(settings.objectStore(), aws)),
        clock,
        random);
  }

  /** The same around clients that are there. */
  public static JobBackend of(
      JobSettings settings,
      DynamoDbClient dynamoDb,
      SqsClient sqs,
      Payloads payloads,
      InstantSource clock,
      RandomGenerator random) {
    var store = new JobStore(dynamoDb, settings.table(), settings.retention(), clock);
    var queue = new JobQueue(sqs, settings.queueUrls(), clock);
    var failedAttempts = new FailedAttempts(store, queue, random, clock);
    return new JobBackend(
        settings, dynamoDb, store, queue, payloads, failedAttempts, clock, random);
  }

  /** What clients do with jobs. */
  public Jobs jobs(JobTypes types) {
    return new Jobs(store, queue, payloads, types, clock, random);
  }

  public JobListing listing() {
    return new JobListing(dynamoDb, settings.table(), store);
  }

  public EndedJobs endedJobs() {
    return new EndedJobs(dynamoDb, settings.table());
  }

  public JobResults results() {
    return new JobResults(payloads);
  }

  /**
   * What is counted of the jobs.
   *
   * @param statisticsTable where the counts are
   */
  public JobStatistics statistics(String statisticsTable) {
    return new JobStatistics(dynamoDb, statisticsTable, listing(), clock);
  }

  public Sweep sweep() {
    return new Sweep(dynamoDb, settings.table(), store, queue, failedAttempts, clock);
  }
}

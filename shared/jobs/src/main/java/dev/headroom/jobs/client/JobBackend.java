package dev.headroom.jobs.client;

import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.recovery.FailedAttempts;
import dev.headroom.jobs.recovery.Sweep;
import dev.headroom.jobs.results.JobResults;
import dev.headroom.jobs.statistics.JobStatistics;
import dev.headroom.jobs.store.EndedJobs;
import dev.headroom.jobs.store.JobClaims;
import dev.headroom.jobs.store.JobListing;
import dev.headroom.jobs.store.JobReader;
import dev.headroom.jobs.store.JobTransitions;
import dev.headroom.jobs.store.Payloads;
import dev.headroom.objects.ObjectStores;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The parts of one deployment's job system, put together. */
public record JobBackend(
    JobSettings settings,
    DynamoDbClient dynamoDb,
    JobReader reader,
    JobClaims claims,
    JobTransitions transitions,
    JobQueue queue,
    Payloads payloads,
    FailedAttempts failedAttempts,
    InstantSource clock,
    RandomGenerator random) {

  /**
   * Puts the parts together with clients of their own. No call is made yet.
   *
   * @param random makes ids; two processes must not share its seed
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

  /** Puts the parts together around clients that are there. */
  public static JobBackend of(
      JobSettings settings,
      DynamoDbClient dynamoDb,
      SqsClient sqs,
      Payloads payloads,
      InstantSource clock,
      RandomGenerator random) {
    var reader = new JobReader(dynamoDb, settings.table(), clock);
    var claims = new JobClaims(dynamoDb, settings.table(), settings.retention(), clock);
    var transitions = new JobTransitions(dynamoDb, settings.table(), settings.retention(), clock);
    var queue = new JobQueue(sqs, settings.queueUrls(), clock);
    var failedAttempts = new FailedAttempts(reader, transitions, queue, random, clock);
    return new JobBackend(
        settings,
        dynamoDb,
        reader,
        claims,
        transitions,
        queue,
        payloads,
        failedAttempts,
        clock,
        random);
  }

  /** Returns what clients can do with jobs of some types. */
  public Jobs jobs(JobTypes types) {
    return new Jobs(reader, transitions, queue, payloads, types, clock, random);
  }

  /** Returns the lists of jobs. */
  public JobListing listing() {
    return new JobListing(dynamoDb, settings.table(), reader);
  }

  /** Returns the jobs that have ended, for clean-up. */
  public EndedJobs endedJobs() {
    return new EndedJobs(dynamoDb, settings.table());
  }

  /** Returns the reader of results. */
  public JobResults results() {
    return new JobResults(payloads);
  }

  /**
   * Returns the reader of queue statistics.
   *
   * @param statisticsTable the name of the table in which they are counted
   */
  public JobStatistics statistics(String statisticsTable) {
    return new JobStatistics(dynamoDb, statisticsTable, listing(), clock);
  }

  /** Returns the sweep of unfinished jobs. */
  public Sweep sweep() {
    return new Sweep(dynamoDb, settings.table(), reader, transitions, queue, failedAttempts, clock);
  }
}

package dev.headroom.jobs.api;

import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.JobListing;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobResults;
import dev.headroom.jobs.JobStatistics;
import dev.headroom.jobs.JobStore;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Jobs;
import dev.headroom.jobs.Payloads;
import dev.headroom.objects.ObjectStores;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Puts the jobs function together. */
final class JobsWiring {
  private JobsWiring() {}

  static JobsEndpoints endpoints(Map<String, String> environment) {
    var settings = JobsSettings.read(environment);
    var aws = new AwsClients(environment);
    var clock = InstantSource.system();
    DynamoDbClient dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    SqsClient sqs = aws.client(SqsClient.builder(), "sqs");
    var payloads = new Payloads(ObjectStores.open(settings.objectStore(), aws));
    var store = new JobStore(dynamoDb, settings.jobTable(), settings.retention(), clock);
    var queue = new JobQueue(sqs, settings.queueUrls());
    var types = new JobTypes();
    var listing = new JobListing(dynamoDb, settings.jobTable(), store);
    // SecureRandom reads the system's entropy at each use: no two copies of a snapshot share a
    // seed.
    var jobs = new Jobs(store, queue, payloads, types, clock, new SecureRandom());
    return new JobsEndpoints(
        jobs,
        listing,
        new JobStatistics(listing, clock),
        new JobResults(payloads),
        types,
        new JobViews(payloads),
        settings.workerConcurrency(),
        clock);
  }
}

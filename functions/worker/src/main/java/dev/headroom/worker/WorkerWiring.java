package dev.headroom.worker;

import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.JobResults;
import dev.headroom.jobs.JobStore;
import dev.headroom.jobs.JobType;
import dev.headroom.jobs.Payloads;
import dev.headroom.objects.ObjectStores;
import dev.headroom.settings.Settings;
import dev.headroom.worker.extraction.Extraction;
import java.time.InstantSource;
import java.time.Period;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Puts the worker together. */
final class WorkerWiring {
  private WorkerWiring() {}

  /** What the worker can do. Add your own here. */
  static List<JobType> types() {
    return List.of(new Extraction(), new Noop());
  }

  static JobRunner runner(Map<String, String> environment) {
    var settings = new Settings(environment);
    String table = settings.required("JOB_TABLE");
    String objects = settings.required("OBJECT_STORE");
    settings.check();

    var aws = new AwsClients(environment);
    var clock = InstantSource.system();
    DynamoDbClient dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    var store = new JobStore(dynamoDb, table, Period.ZERO, clock);
    var payloads = new Payloads(ObjectStores.open(objects, aws));
    return new JobRunner(store, payloads, new JobResults(payloads), types(), clock);
  }
}

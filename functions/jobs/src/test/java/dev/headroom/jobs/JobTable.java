package dev.headroom.jobs;

import dev.headroom.aws.AwsClients;
import dev.headroom.json.Json;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.template.Template;
import java.nio.file.Path;
import java.time.Period;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The real job table of template.yaml, on a real engine, and a clock that tests move. */
final class JobTable implements AutoCloseable {
  private final Engines engines;
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  final TestClock clock = new TestClock();
  final JobStore store;
  final JobListing listing;

  JobTable() {
    var template = Template.read(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    engines = Engines.start(template, Optional.empty());
    Map<String, String> environment = engines.environment("JobsApi");
    DynamoDbClient dynamoDb =
        new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
    String table = Optional.ofNullable(environment.get("JOB_TABLE")).orElseThrow();
    store = new JobStore(dynamoDb, table, Period.ofDays(30), clock);
    listing = new JobListing(dynamoDb, table, store);
  }

  AJob aJob() {
    return new AJob(this);
  }

  String nextId() {
    return JobId.next(random);
  }

  @Override
  public void close() {
    engines.close();
  }

  static Payload aPayload() {
    return new Payloads(new NoObjects()).save("unused", Json.SNAKE_CASE.createObjectNode());
  }
}

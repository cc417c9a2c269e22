package dev.headroom.cleanup;

import dev.headroom.aws.AwsClients;
import dev.headroom.cleanup.targets.ShippedTargets;
import dev.headroom.jobs.JobBackend;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.Priority;
import dev.headroom.local.engine.Engines;
import dev.headroom.objects.ObjectStore;
import dev.headroom.objects.ObjectStores;
import dev.headroom.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The real clean-up table on a real engine, things to be cleaned up, and a clock that is moved. */
final class CleanupWorld implements AutoCloseable {
  static final int PAGE = 7;
  private final Engines engines;
  private final Map<String, String> environment;
  private final Path folder;
  private final RandomGenerator random = new Random(20_261_120);
  final CleanupBackend.Where where;
  final DynamoDbClient dynamoDb;
  final ObjectStore objects;
  final TestClock clock = new TestClock();
  final Things things;

  CleanupWorld() {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    environment = engines.environment("CleanupApi");
    var aws = new AwsClients(environment);
    where = new CleanupBackend.Where(environment.getOrDefault("CLEANUP_TABLE", ""), 30);
    dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    String location = environment.getOrDefault("OBJECT_STORE", "");
    folder = Path.of(URI.create(location));
    objects = ObjectStores.open(location, aws);
    things = new Things(dynamoDb, objects);
    things.createTable();
  }

  /** Clean-up of a process whose calls go through a client. */
  CleanupBackend backend(DynamoDbClient client) {
    return backend(client, things.new Target(client, PAGE));
  }

  CleanupBackend backend(DynamoDbClient client, CleanupTarget... targets) {
    return CleanupBackend.open(client, where, List.of(targets), clock, random);
  }

  /** Clean-up of a process that has another clock. */
  CleanupBackend backend(InstantSource other, CleanupTarget... targets) {
    return CleanupBackend.open(dynamoDb, where, List.of(targets), other, random);
  }

  CleanupBackend backend() {
    return backend(dynamoDb);
  }

  /** The targets of the product itself. */
  List<CleanupTarget> shipped() {
    var where = ShippedTargets.Where.read(new Settings(environment));
    return ShippedTargets.open(where, dynamoDb, new AwsClients(environment));
  }

  /** Jobs of the same deployment. */
  JobBackend jobs() {
    return JobBackend.open(
        JobSettings.read(new Settings(environment)), new AwsClients(environment), clock, random);
  }

  /** Makes an object as old as if it had been written then. */
  void setWrittenAt(String key, Instant at) {
    try {
      Files.setLastModifiedTime(folder.resolve(key), FileTime.from(at));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Instant daysAgo(int days) {
    return clock.instant().minus(Duration.ofDays(days));
  }

  static Schedule.Terms terms(String name, int retentionDays) {
    return new Schedule.Terms(name, 3_600, retentionDays, Priority.NORMAL, List.of("things"));
  }

  @Override
  public void close() {
    dynamoDb.close();
    engines.close();
  }
}

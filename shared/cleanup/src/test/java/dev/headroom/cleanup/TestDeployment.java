package dev.headroom.cleanup;

import dev.headroom.aws.AwsCalls;
import dev.headroom.aws.AwsClients;
import dev.headroom.cleanup.builtin.BuiltInTargets;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.client.JobBackend;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * A deployment of clean-up on real engines: a clean-up table of its own, sample items, and a clock
 * that tests move. The engines, the jobs and the objects are the same for all tests of a JVM, since
 * engines take seconds to start; a tenant from {@link #newTenant} belongs to one test.
 */
public final class TestDeployment {
  /** How many sample items a page has, unless a test wants another number. */
  public static final int PAGE = 7;

  private static final Engines ENGINES =
      Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
  private static final Map<String, String> ENVIRONMENT = ENGINES.environment("CleanupApi");
  private static final AwsClients AWS = new AwsClients(ENVIRONMENT);
  private static final DynamoDbClient DYNAMO_DB = patientClient();
  private static final AtomicInteger DEPLOYMENTS = new AtomicInteger();
  private static final AtomicInteger TENANTS = new AtomicInteger();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ENGINES::close));
  }

  /**
   * Makes a client as the functions do, but one that waits for however long a busy machine takes: a
   * timeout looks like an outage, and a run that meets one is left to a later tick.
   */
  private static DynamoDbClient patientClient() {
    var builder = DynamoDbClient.builder();
    AWS.patientClient(builder, "dynamodb", Duration.ofMinutes(5)).close();
    return builder
        .overrideConfiguration(
            one ->
                one.addExecutionInterceptor(AwsCalls.interceptor())
                    .retryStrategy(
                        DefaultRetryStrategy.standardStrategyBuilder()
                            .retryOnException(TransactionConflictException.class)
                            .build()))
        .build();
  }

  private final Path folder;
  private final RandomGenerator random = new Random(20_261_120);
  public final CleanupBackend.Where where;
  public final DynamoDbClient dynamoDb = DYNAMO_DB;
  public final ObjectStore objects;
  public final TestClock clock = new TestClock();
  public final SampleItems items;

  public TestDeployment() {
    int number = DEPLOYMENTS.incrementAndGet();
    String location = ENVIRONMENT.getOrDefault("OBJECT_STORE", "");
    where = new CleanupBackend.Where("cleanup-" + number, 30);
    folder = Path.of(URI.create(location));
    objects = ObjectStores.open(location, AWS);
    items = new SampleItems(dynamoDb, "items-" + number, objects);
    items.createTable();
    createCleanupTable(ENVIRONMENT.getOrDefault("CLEANUP_TABLE", ""));
  }

  private void createCleanupTable(String like) {
    TableDescription table = dynamoDb.describeTable(one -> one.tableName(like)).table();
    dynamoDb.createTable(
        copy ->
            copy.tableName(where.table())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(table.attributeDefinitions())
                .keySchema(table.keySchema())
                .globalSecondaryIndexes(
                    table.globalSecondaryIndexes().stream().map(TestDeployment::copy).toList()));
  }

  private static GlobalSecondaryIndex copy(GlobalSecondaryIndexDescription index) {
    return GlobalSecondaryIndex.builder()
        .indexName(index.indexName())
        .keySchema(index.keySchema())
        .projection(index.projection())
        .build();
  }

  public static String newTenant() {
    return "tenant-" + TENANTS.incrementAndGet();
  }

  /** The settings of the clean-up function. */
  public static Settings settings() {
    return new Settings(ENVIRONMENT);
  }

  /** Clean-up of a process whose calls go through a client. */
  public CleanupBackend backend(DynamoDbClient client) {
    return backend(client, items.new Target(client, PAGE));
  }

  public CleanupBackend backend(DynamoDbClient client, CleanupTarget... targets) {
    return CleanupBackend.open(client, where, List.of(targets), clock, random);
  }

  /** Clean-up of a process that has another clock. */
  public CleanupBackend backend(InstantSource other, CleanupTarget... targets) {
    return CleanupBackend.open(dynamoDb, where, List.of(targets), other, random);
  }

  public CleanupBackend backend() {
    return backend(dynamoDb);
  }

  /** The targets of the product itself. */
  public List<CleanupTarget> builtIn() {
    return BuiltInTargets.open(BuiltInTargets.Where.read(settings()), dynamoDb, objects);
  }

  /** The targets of the clean-up functions, those of providers on the class path included. */
  public List<CleanupTarget> allTargets() {
    return BuiltInTargets.openWithProvided(
        BuiltInTargets.Where.read(settings()), dynamoDb, AWS, ENVIRONMENT);
  }

  /** Jobs of the same deployment. */
  public JobBackend jobs() {
    return JobBackend.open(JobSettings.read(settings()), AWS, clock, random);
  }

  /** Makes an object as old as if it had been written then. */
  public void setWrittenAt(String key, Instant at) {
    try {
      Files.setLastModifiedTime(folder.resolve(key), FileTime.from(at));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Instant daysAgo(int days) {
    return clock.instant().minus(Duration.ofDays(days));
  }

  public static ScheduleSpec spec(String name, int retentionDays) {
    return new ScheduleSpec(name, 3_600, retentionDays, Priority.NORMAL, List.of("items"));
  }
}

package dev.headroom.benchmarks;

import dev.headroom.aws.AwsClients;
import dev.headroom.benchmarks.cleanup.BareCalls;
import dev.headroom.benchmarks.cleanup.CleanupFixture;
import dev.headroom.benchmarks.cleanup.FixtureBatch;
import dev.headroom.benchmarks.cleanup.Kind;
import dev.headroom.benchmarks.cleanup.TimedTarget;
import dev.headroom.benchmarks.search.CountedObjects;
import dev.headroom.cleanup.Cleanup;
import dev.headroom.cleanup.CleanupBackend;
import dev.headroom.cleanup.builtin.BuiltInTargets;
import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.Priority;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.template.Template;
import dev.headroom.local.template.TemplateFile;
import dev.headroom.objects.ObjectStores;
import dev.headroom.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Clean-up with the shipped targets on engines of its own. Its clock stands still, so that what is
 * written of a run is as long each time, and units are the same.
 */
final class CleanupRig implements AutoCloseable {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final int RETENTION_DAYS = 30;
  private static final String SCHEDULE = "benchmark";
  private static final int READ_BATCH = 100;

  private final Engines engines;
  private final DynamoDbClient dynamoDb;
  private final CountedObjects objects;
  private final CleanupFixture fixture;
  private final CleanupBackend backend;
  private final LongAdder finding = new LongAdder();
  private final LongAdder erasing = new LongAdder();
  private int tenants;

  private CleanupRig(Engines engines) {
    this.engines = engines;
    Map<String, String> environment = engines.environment("CleanupApi");
    var settings = new Settings(environment);
    var jobs = JobSettings.read(settings);
    var where = BuiltInTargets.Where.read(settings);
    var aws = new AwsClients(environment);
    dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    List.of(where.jobTable(), where.chunkTable()).forEach(this::endStream);
    objects = new CountedObjects(ObjectStores.open(where.objectStore(), aws));
    fixture = new CleanupFixture(jobs, where.chunkTable(), dynamoDb, aws, objects, NOW);
    List<CleanupTarget> targets =
        BuiltInTargets.open(where, dynamoDb, objects).stream()
            .<CleanupTarget>map(target -> new TimedTarget(target, finding, erasing))
            .toList();
    backend =
        CleanupBackend.open(
            dynamoDb,
            CleanupBackend.Where.read(settings),
            targets,
            InstantSource.fixed(NOW),
            new SplittableRandom(NOW.getEpochSecond()));
  }

  static CleanupRig start() {
    Template template =
        TemplateFile.read(Path.of("template.yaml"))
            .resolve(Map.of("JwtIssuer", "http://localhost"));
    return new CleanupRig(Engines.start(template, Optional.empty()));
  }

  /** For each write, DynamoDB Local looks through all changes that a stream has kept so far. */
  private void endStream(String table) {
    dynamoDb.updateTable(
        update ->
            update.tableName(table).streamSpecification(stream -> stream.streamEnabled(false)));
  }

  CleanupFixture fixture() {
    return fixture;
  }

  BareCalls bare() {
    return new BareCalls(dynamoDb, objects);
  }

  /** A tenant that has nothing but a schedule of a target, which is not due. */
  String tenant(List<String> targets) {
    String tenant = String.format(Locale.ROOT, "tenant-%04d", ++tenants);
    var _ =
        backend
            .schedules()
            .add(
                tenant,
                new ScheduleSpec(SCHEDULE, 3_600, RETENTION_DAYS, Priority.NORMAL, targets));
    return tenant;
  }

  String tenant(Kind kind) {
    return tenant(List.of(kind.target()));
  }

  /**
   * A whole run.
   *
   * @param expected the items and objects that it must tell
   */
  void run(String tenant, boolean dry, int expected) {
    CleanupRun run =
        backend
            .cleanup()
            .run(
                tenant,
                new Cleanup.Request(Optional.of(SCHEDULE), false, dry),
                NOW.plus(Duration.ofMinutes(1)));
    if (run.status() != CleanupRun.Status.COMPLETED || run.counts().files() != expected) {
      throw new IllegalStateException("%d were to be removed: %s".formatted(expected, run));
    }
  }

  void tick() {
    var done = backend.cleanup().tick(() -> true);
    if (done.begun() + done.resumed() != 0) {
      throw new IllegalStateException("Something was due: " + done);
    }
  }

  /** How long targets were asked since the last call of this. */
  record Asked(long findNanos, long eraseNanos) {}

  Asked asked() {
    return new Asked(finding.sumThenReset(), erasing.sumThenReset());
  }

  /**
   * What was asked of AWS.
   *
   * @param dynamoDb calls by operation
   * @param objects requests by S3's names
   * @param units as the engine tells them
   */
  record Counted(Map<String, Long> dynamoDb, Map<String, Long> objects, Units units) {}

  Counted counted(Runnable task) {
    var _ = objects.taken();
    CapacityObserver.start();
    task.run();
    var seen = CapacityObserver.stop();
    Map<String, Long> calls = new TreeMap<>();
    seen.forEach(one -> calls.merge(one.operation(), 1L, Long::sum));
    return new Counted(
        calls,
        objects.taken(),
        seen.stream().flatMap(one -> one.units().stream()).reduce(Units.NONE, Units::plus));
  }

  /** What deleting a lot takes by DynamoDB's rules, outside of a transaction. */
  Units ofDeletions(FixtureBatch lot) {
    var rules = new WriteUnits(dynamoDb.describeTable(t -> t.tableName(lot.table())).table());
    return items(lot)
        .map(item -> new Units(rules.ofTable(item, Map.of()), rules.ofIndexes(item, Map.of()), 0))
        .reduce(Units.NONE, Units::plus);
  }

  private Stream<Map<String, AttributeValue>> items(FixtureBatch lot) {
    return lot.keys().stream()
        .gather(Gatherers.windowFixed(READ_BATCH))
        .map(keys -> KeysAndAttributes.builder().keys(keys).consistentRead(true).build())
        .map(keys -> dynamoDb.batchGetItem(get -> get.requestItems(Map.of(lot.table(), keys))))
        .flatMap(answer -> answer.responses().getOrDefault(lot.table(), List.of()).stream());
  }

  /** Whoever did it: nothing of it may be left. */
  void checkGone(FixtureBatch lot) {
    long left = items(lot).count();
    int files = objects.list(JobFolder.prefixOf(lot.tenant()), Optional.empty(), 1).size();
    if (left + files > 0) {
      throw new IllegalStateException("%d items and %d objects are left".formatted(left, files));
    }
  }

  @Override
  public void close() {
    dynamoDb.close();
    engines.close();
  }
}

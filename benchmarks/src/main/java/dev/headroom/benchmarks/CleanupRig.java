package dev.headroom.benchmarks;

import dev.headroom.aws.AwsClients;
import dev.headroom.benchmarks.cleanup.BareCalls;
import dev.headroom.benchmarks.cleanup.CleanupFixture;
import dev.headroom.benchmarks.cleanup.FixtureBatch;
import dev.headroom.benchmarks.cleanup.Kind;
import dev.headroom.benchmarks.cleanup.TimedTarget;
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
import dev.headroom.objects.ObjectStore;
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
  private final ObjectStore objects;
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
    objects = ObjectStores.open(where.objectStore(), aws);
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

  /** Returns a tenant that has nothing but a schedule of a target, which is not due. */
  String tenant(Kind kind) {
    String tenant = String.format(Locale.ROOT, "tenant-%04d", ++tenants);
    List<String> targets = List.of(kind.target());
    var _ =
        backend
            .schedules()
            .add(
                tenant,
                new ScheduleSpec(SCHEDULE, 3_600, RETENTION_DAYS, Priority.NORMAL, targets));
    return tenant;
  }

  /** Removes a lot by a whole run. */
  void run(FixtureBatch lot) {
    CleanupRun run =
        backend
            .cleanup()
            .run(
                lot.tenant(),
                new Cleanup.Request(Optional.of(SCHEDULE), false, false),
                NOW.plus(Duration.ofMinutes(1)));
    if (run.status() != CleanupRun.Status.COMPLETED || run.counts().files() != lot.things()) {
      throw new IllegalStateException("%d were to be removed: %s".formatted(lot.things(), run));
    }
  }

  /** How long targets were asked since the last call of this. */
  record Asked(long findNanos, long eraseNanos) {}

  Asked asked() {
    return new Asked(finding.sumThenReset(), erasing.sumThenReset());
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

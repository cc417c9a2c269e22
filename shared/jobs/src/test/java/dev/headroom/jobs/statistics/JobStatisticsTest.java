package dev.headroom.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.headroom.aws.InParallel;
import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.recovery.Deliveries;
import dev.headroom.jobs.store.JobItem;
import dev.headroom.jobs.store.JobListing;
import dev.headroom.jobs.store.JobLives;
import dev.headroom.jobs.store.JobTransitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the statistics say, held against a recount of the table. */
class JobStatisticsTest {
  private static final int STEPS = 1_000;
  private static final int SHARDS = 3;

  private static CountedJobs counted;

  @BeforeAll
  static void open() {
    counted = new CountedJobs();
  }

  @AfterAll
  static void close() {
    counted.close();
  }

  /** One that is the same each time, and one that is not; the test's name tells them. */
  static LongStream seeds() {
    return LongStream.of(1, new Random().nextLong(2, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void once_quiet_they_equal_a_recount_whatever_was_repeated_or_went_wrong(long seed)
      throws Exception {
    var random = new Random(seed);
    List<String> tenants = List.of("acme-" + seed, "globex-" + seed, "initech-" + seed);
    var lives = new JobLives(counted, random, tenants);
    for (int i = 0; i < STEPS; i++) {
      lives.step();
    }

    deliver(random, 30);

    for (String tenant : tenants) {
      assertRecounted(tenant, seed);
      assertHappened(lives, tenant, seed);
    }
  }

  /** Jobs lie on some shards, each of which ends at some time and goes on as another. */
  private static void deliver(Random random, int trouble) throws Exception {
    var dynamoDb = new TroubledDynamoDb(counted.dynamoDb, new Random(random.nextLong()));
    dynamoDb.trouble(trouble);
    var one = function(dynamoDb, random);
    var other = function(dynamoDb, random);
    List<DynamodbStreamRecord> changes = counted.changes();
    for (List<DynamodbStreamRecord> part : halves(changes, random)) {
      String generation = "shardId-" + random.nextInt(1_000_000) + "-";
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Void>> shards = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
          int number = shard;
          var ofShard =
              part.stream()
                  .filter(change -> Math.floorMod(jobId(change).hashCode(), SHARDS) == number)
                  .toList();
          shards.add(
              threads.submit(
                  new Deliveries(
                      generation + shard, ofShard, one, other, new Random(random.nextLong()))));
        }
        for (Future<Void> shard : shards) {
          shard.get();
        }
      }
    }
  }

  private static StatisticsFunction function(TroubledDynamoDb dynamoDb, Random random) {
    return new StatisticsFunction(
        dynamoDb, counted.statisticsTable, new Random(random.nextLong()), counted.clock);
  }

  private static List<List<DynamodbStreamRecord>> halves(
      List<DynamodbStreamRecord> changes, Random random) {
    int cut = random.nextInt(changes.size());
    return List.of(changes.subList(0, cut), changes.subList(cut, changes.size()));
  }

  private static String jobId(DynamodbStreamRecord record) {
    var change = record.getDynamodb();
    var image = change.getNewImage() == null ? change.getOldImage() : change.getNewImage();
    return image.entrySet().stream()
        .filter(attribute -> attribute.getKey().equals(JobItem.ID))
        .findFirst()
        .orElseThrow()
        .getValue()
        .getS();
  }

  private static void assertRecounted(String tenant, long seed) {
    QueueStatistics statistics = counted.statistics().of(tenant);
    List<Item> items =
        counted.jobs().stream().filter(item -> item.text("tenant").equals(tenant)).toList();
    List<Job> jobs = items.stream().map(JobItem::read).toList();
    for (JobStatus status : JobStatus.values()) {
      assertThat(statistics.of(status))
          .as("%s of %s, seed %d", status, tenant, seed)
          .isEqualTo(jobs.stream().filter(job -> job.status() == status).count());
    }
    assertThat(statistics.total()).as("seed %d", seed).isEqualTo(jobs.size());
    for (Priority priority : Priority.values()) {
      var of = statistics.of(priority);
      for (QueueState filing : QueueState.values()) {
        assertThat(of.of(filing))
            .as("%s %s of %s, seed %d", filing, priority, tenant, seed)
            .isEqualTo(
                items.stream()
                    .filter(item -> JobItem.priority(item) == priority)
                    .filter(item -> filed(item, filing))
                    .count());
      }
      assertTimes(of.processingTimes(), times(jobs, priority), seed);
    }
    assertThat(statistics.asOf()).isPresent();
  }

  private static boolean filed(Item item, QueueState filing) {
    String under = item.text("status_key");
    return under.startsWith(filing.name().toLowerCase(java.util.Locale.ROOT));
  }

  private static List<Long> times(List<Job> jobs, Priority priority) {
    return jobs.stream()
        .filter(job -> job.status() == JobStatus.COMPLETED && job.options().priority() == priority)
        .map(
            job ->
                Duration.between(job.startedAt().orElseThrow(), job.completedAt().orElseThrow())
                    .toMillis())
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static void assertTimes(DurationSketch sketch, List<Long> exact, long seed) {
    assertThat(sketch.count()).as("completed, seed %d", seed).isEqualTo(exact.size());
    assertThat(sketch.millis())
        .as("seed %d", seed)
        .isEqualTo(exact.stream().mapToLong(Long::longValue).sum());
    for (double share : new double[] {0, 0.5, 0.9, 0.95, 0.99, 1}) {
      assertThat(sketch.percentile(share).isPresent()).isEqualTo(!exact.isEmpty());
      sketch
          .percentile(share)
          .ifPresent(
              time -> {
                double rank = exact.get(Math.max(0, (int) Math.ceil(share * exact.size()) - 1));
                assertThat(time.toNanos() / 1e6)
                    .as("p%s, seed %d", share, seed)
                    .isCloseTo(rank, within(Math.max(1, 0.0201 * rank)));
              });
    }
  }

  private static void assertHappened(JobLives lives, String tenant, long seed) {
    Map<JobLives.Happened, Long> rows = new HashMap<>();
    counted.dynamoDb.scanPaginator(scan -> scan.tableName(counted.statisticsTable)).items().stream()
        .map(Item::new)
        .filter(item -> item.text("owner").equals("tenant#" + tenant))
        .filter(item -> item.text("what").startsWith("minute#"))
        .forEach(
            row -> {
              for (QueueEvent event : QueueEvent.values()) {
                for (Priority priority : Priority.values()) {
                  row.find(StatisticsItem.counter(event, priority))
                      .filter(_ -> event != QueueEvent.QUEUED)
                      .ifPresent(
                          count ->
                              rows.merge(
                                  new JobLives.Happened(
                                      tenant, event, priority, Counters.minute(row)),
                                  Long.valueOf(count.n()),
                                  Long::sum));
                }
              }
            });
    Map<JobLives.Happened, Long> expected = new HashMap<>(lives.happened());
    expected.keySet().removeIf(happened -> !happened.tenant().equals(tenant));
    assertThat(rows).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void a_tenant_without_jobs_has_nothing_and_no_made_up_figures() {
    QueueStatistics statistics = counted.statistics().of("nobody");

    assertThat(statistics.total()).isZero();
    assertThat(statistics.asOf()).isEmpty();
    assertThat(statistics.processingTimes().average()).isEmpty();
    assertThat(statistics.processingTimes().percentile(0.5)).isEmpty();
    assertThat(statistics.throughput()).isEqualTo(new QueueStatistics.Throughput(0, 0));
  }

  @Test
  void each_rate_is_over_the_minutes_that_have_begun() {
    var lives = new JobLives(counted, new Random(9), List.of("busy"));
    Instant minute = MinuteRows.minute(counted.clock.instant()).plus(Duration.ofMinutes(1));
    counted.clock.advance(Duration.between(counted.clock.instant(), minute));
    for (int i = 0; i < 30; i++) {
      lives.complete(lives.start(lives.submit("busy", Priority.LOW, Duration.ZERO)));
    }
    counted.clock.advance(Duration.ofSeconds(75));
    lives.complete(lives.start(lives.submit("busy", Priority.LOW, Duration.ZERO)));
    function(new TroubledDynamoDb(counted.dynamoDb, new Random(9)), new Random(9))
        .invoke("shardId-busy", counted.changes());

    assertThat(counted.statistics().of("busy").of(Priority.LOW).throughput())
        .isEqualTo(new QueueStatistics.Throughput(31.0 / 75, 31.0 / (59 * 60 + 15)));
    counted.clock.advance(Duration.ofMinutes(2));
    assertThat(counted.statistics().of("busy").throughput())
        .isEqualTo(new QueueStatistics.Throughput(0, 31.0 / (59 * 60 + 15)));
  }

  private void create(List<Job> jobs) {
    InParallel.all(
        jobs.stream()
            .<Callable<Optional<JobTransitions.Existing>>>map(
                job -> () -> counted.transitions.create(job, Optional.empty()))
            .toList());
  }

  @Test
  void what_a_read_costs_does_not_depend_on_how_many_jobs_there_are() {
    var lives = new JobLives(counted, new Random(10), List.of("few", "many"));
    for (String tenant : List.of("few", "many")) {
      for (Priority priority : Priority.values()) {
        for (int i = 0; i < 10; i++) {
          lives.complete(lives.start(lives.submit(tenant, priority, Duration.ZERO)));
        }
      }
    }
    create(lives.pending(25, "few", Priority.NORMAL));
    create(lives.pending(600, "many", Priority.NORMAL));
    function(new TroubledDynamoDb(counted.dynamoDb, new Random(10)), new Random(10))
        .invoke("shardId-cost", counted.changes());

    ReadMeter few = reading("few");
    ReadMeter many = reading("many");

    assertThat(counted.statistics().of("few").total()).isEqualTo(65);
    assertThat(counted.statistics().of("many").total()).isEqualTo(640);
    assertThat(many.calls()).isEqualTo(few.calls()).isEqualTo(10);
    assumeFalse(
        counted.roundsPerItem(),
        "This DynamoDB rounds a query's units for each item, and not, as AWS does, for all that it"
            + " read: only the calls were counted.");
    assertThat(many.units(counted.statisticsTable))
        .isEqualTo(few.units(counted.statisticsTable))
        .isEqualTo(1);
    assertThat(many.units(counted.jobTable)).isEqualTo(few.units(counted.jobTable)).isEqualTo(1);
  }

  private static ReadMeter reading(String tenant) {
    var meter = new ReadMeter(counted.dynamoDb);
    new JobStatistics(
            meter,
            counted.statisticsTable,
            new JobListing(meter, counted.jobTable, counted.reader),
            counted.clock)
        .of(tenant);
    return meter;
  }
}

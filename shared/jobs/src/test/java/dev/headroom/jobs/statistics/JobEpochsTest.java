package dev.headroom.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.recovery.Deliveries;
import dev.headroom.jobs.store.Interrupted;
import dev.headroom.jobs.store.JobItem;
import dev.headroom.jobs.store.JobLives;
import dev.headroom.jobs.store.LostAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Whatever is counted belongs to one epoch and no other. */
class JobEpochsTest {
  private static final AtomicLong SEEDS = new AtomicLong(1_000);

  private static CountedJobs counted;
  private static JobEpochs epochs;
  private static StatisticsFunction function;

  @BeforeAll
  static void open() {
    counted = new CountedJobs();
    epochs = epochs(counted.dynamoDb);
    function =
        new StatisticsFunction(
            counted.dynamoDb, counted.statisticsTable, new Random(1), counted.clock);
  }

  @AfterAll
  static void close() {
    counted.close();
  }

  private static JobEpochs epochs(DynamoDbClient dynamoDb) {
    return new JobEpochs(dynamoDb, counted.statisticsTable, counted.clock, new Random());
  }

  private static JobLives lives(String tenant) {
    // The seed decides the ids of the jobs.
    return new JobLives(counted, new Random(SEEDS.incrementAndGet()), List.of(tenant));
  }

  private static void count() {
    function.invoke("shardId-epochs", counted.changes());
  }

  private static Job complete(JobLives lives, String tenant, Duration time) {
    Job job = lives.submit(tenant, Priority.LOW, Duration.ZERO);
    var claim = lives.start(job);
    counted.clock.advance(time);
    lives.complete(claim);
    return job;
  }

  private static void completedAndCounted(String tenant) {
    complete(lives(tenant), tenant, Duration.ofMillis(7));
    count();
  }

  @Test
  void before_any_reset_all_is_told_that_ever_was_counted() {
    var lives = lives("first");
    complete(lives, "first", Duration.ofSeconds(3));
    counted.delete(complete(lives, "first", Duration.ofSeconds(1)));
    count();

    JobEpoch epoch = epochs.of("first");

    assertThat(epoch.number()).isZero();
    assertThat(epoch.began()).isEmpty();
    assertThat(epoch.jobs()).isEqualTo(new EndedCounts(2, 0, 0, 4_000));
    assertThat(epoch.jobs().averageProcessingTime()).hasValue(Duration.ofSeconds(2));
    assertThat(counted.statistics().of("first").of(JobStatus.COMPLETED)).isEqualTo(1);
  }

  @Test
  void a_tenant_without_jobs_has_no_made_up_average() {
    JobEpoch epoch = epochs.of("nobody");

    assertThat(epoch.jobs()).isEqualTo(EndedCounts.NONE);
    assertThat(epoch.jobs().averageProcessingTime()).isEmpty();
  }

  @Test
  void a_reset_tells_the_epoch_that_ended_and_leaves_other_tenants_and_the_jobs_alone() {
    completedAndCounted("resetting");
    completedAndCounted("staying");

    JobEpoch first = epochs.end("resetting");
    counted.clock.advance(Duration.ofMinutes(1));
    completedAndCounted("resetting");
    JobEpoch second = epochs.end("resetting");

    assertThat(first.number()).isZero();
    assertThat(first.began()).isEmpty();
    assertThat(first.jobs()).isEqualTo(new EndedCounts(1, 0, 0, 7));
    assertThat(second.number()).isEqualTo(1);
    assertThat(second.began()).hasValue(first.readAt());
    assertThat(second.jobs()).isEqualTo(new EndedCounts(1, 0, 0, 7));
    assertThat(epochs.of("resetting").number()).isEqualTo(2);
    assertThat(epochs.of("resetting").jobs()).isEqualTo(EndedCounts.NONE);
    assertThat(epochs.of("staying").jobs().completed()).isEqualTo(1);
    assertThat(epochs.of("staying").number()).isZero();
    assertThat(counted.statistics().of("resetting").of(JobStatus.COMPLETED)).isEqualTo(2);
  }

  @Test
  void a_reset_whose_answer_is_lost_is_made_once() {
    completedAndCounted("lost");

    JobEpoch ended = epochs(new LostAnswers(counted.dynamoDb)).end("lost");

    assertThat(ended.number()).isZero();
    assertThat(ended.jobs().completed()).isEqualTo(1);
    assertThat(epochs.of("lost").number()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_reset_that_another_one_overtakes_ends_the_next_epoch(int call) {
    String tenant = "overtaken-" + call;
    completedAndCounted(tenant);
    List<JobEpoch> ended = new ArrayList<>();
    var slow =
        epochs(
            new Interrupted(
                counted.dynamoDb,
                call,
                () -> {
                  completedAndCounted(tenant);
                  ended.add(epochs.end(tenant));
                  completedAndCounted(tenant);
                }));

    ended.add(slow.end(tenant));

    assertThat(ended).extracting(JobEpoch::number).containsExactly(0L, 1L);
    assertThat(ended).extracting(epoch -> epoch.jobs().completed()).containsExactly(2L, 1L);
    assertThat(epochs.of(tenant).jobs()).isEqualTo(EndedCounts.NONE);
  }

  /** One that is the same each time, and one that is not; the test's name tells them. */
  static LongStream seeds() {
    return LongStream.of(1, new Random().nextLong(2, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void resets_while_counting_lose_nothing_and_count_nothing_twice(long seed) throws Exception {
    String tenant = "busy-" + seed;
    var random = new Random(seed);
    var lives = new JobLives(counted, random, List.of(tenant));
    for (int i = 0; i < 500; i++) {
      lives.step();
    }

    List<JobEpoch> all = resetWhileCounting(tenant, random);

    all.sort(Comparator.comparingLong(JobEpoch::number));
    assertThat(all)
        .extracting(JobEpoch::number)
        .containsExactlyElementsOf(LongStream.range(0, all.size()).boxed().toList());
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).began()).hasValue(at(all.get(i - 1).readAt()));
    }
    assertThat(sum(all, EndedCounts::completed)).isEqualTo(happened(lives, QueueEvent.COMPLETED));
    assertThat(sum(all, EndedCounts::failed)).isEqualTo(happened(lives, QueueEvent.FAILED));
    assertThat(sum(all, EndedCounts::cancelled)).isEqualTo(happened(lives, QueueEvent.CANCELLED));
    assertThat(all.stream().filter(epoch -> !epoch.jobs().equals(EndedCounts.NONE)))
        .as("epochs in which something was counted")
        .hasSizeGreaterThan(3);
    assertThat(sum(all, EndedCounts::millis)).isPositive();
  }

  private static Instant at(Instant instant) {
    return Instant.ofEpochMilli(instant.toEpochMilli());
  }

  /** Every epoch that there was, the present one last. */
  private static List<JobEpoch> resetWhileCounting(String tenant, Random random) throws Exception {
    var isCounted = new AtomicBoolean();
    List<DynamodbStreamRecord> changes = counted.changes();
    List<JobEpoch> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<JobEpoch>>> resets = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        resets.add(threads.submit(() -> resetUntil(isCounted, tenant)));
      }
      List<Future<?>> shards = new ArrayList<>();
      for (int shard = 0; shard < 3; shard++) {
        var deliveries = deliveries(tenant, shard, changes, random);
        shards.add(threads.submit(deliveries));
      }
      for (Future<?> shard : shards) {
        shard.get();
      }
      isCounted.set(true);
      for (Future<List<JobEpoch>> ended : resets) {
        all.addAll(ended.get());
      }
    }
    all.add(epochs.of(tenant));
    return all;
  }

  private static List<JobEpoch> resetUntil(AtomicBoolean end, String tenant) {
    List<JobEpoch> ended = new ArrayList<>();
    while (!end.get()) {
      ended.add(epochs.end(tenant));
    }
    return ended;
  }

  private static Callable<Void> deliveries(
      String tenant, int shard, List<DynamodbStreamRecord> changes, Random random) {
    var ofShard =
        changes.stream()
            .filter(change -> Math.floorMod(id(change).hashCode(), 3) == shard)
            .toList();
    return new Deliveries(
        "shardId-" + tenant + "-" + shard,
        ofShard,
        function,
        function,
        new Random(random.nextLong()));
  }

  private static String id(DynamodbStreamRecord change) {
    return Optional.ofNullable(change.getDynamodb().getNewImage())
        .or(() -> Optional.ofNullable(change.getDynamodb().getOldImage()))
        .flatMap(image -> Optional.ofNullable(image.get(JobItem.ID)))
        .orElseThrow()
        .getS();
  }

  private static long sum(
      List<JobEpoch> all, java.util.function.ToLongFunction<EndedCounts> counter) {
    return all.stream().map(JobEpoch::jobs).mapToLong(counter).sum();
  }

  private static long happened(JobLives lives, QueueEvent event) {
    return lives.happened().entrySet().stream()
        .filter(entry -> entry.getKey().event() == event)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}

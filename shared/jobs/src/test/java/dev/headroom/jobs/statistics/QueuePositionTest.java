package dev.headroom.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.store.Claim;
import dev.headroom.jobs.store.FencedUpdate;
import dev.headroom.jobs.store.JobLives;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a job is said to be in its queue, held against where it is. */
class QueuePositionTest {
  private static CountedJobs counted;
  private static StatisticsFunction function;
  private static int tenants;

  private String tenant = "";
  private JobLives lives;

  @BeforeAll
  static void open() {
    counted = new CountedJobs();
    function =
        new StatisticsFunction(
            counted.dynamoDb, counted.statisticsTable, new Random(0), counted.clock);
  }

  @AfterAll
  static void close() {
    counted.close();
  }

  @BeforeEach
  void begin() {
    tenant = "tenant-" + tenants++;
    lives = new JobLives(counted, new Random(tenants), List.of(tenant));
    nextMinute();
  }

  private static void nextMinute() {
    Instant now = counted.clock.instant();
    counted.clock.advance(
        Duration.between(now, MinuteRows.minute(now).plus(Duration.ofMinutes(1))));
  }

  private Job submit(Duration delay) {
    return lives.submit(tenant, Priority.HIGH, delay);
  }

  private static QueuePosition position(Job job) {
    function.invoke("shardId-0", counted.changes());
    return counted.statistics().position(counted.reader.find(job.id()).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void where_jobs_are_started_in_order_a_minute_apart_the_place_is_exact(long seed) {
    var random = new Random(seed);
    List<Job> waiting = new ArrayList<>();
    List<Claim.Granted> running = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      nextMinute();
      counted.clock.advance(Duration.ofMillis(random.nextInt(60_000)));
      switch (random.nextInt(7)) {
        case 0 -> {
          if (!waiting.isEmpty()) {
            running.add(lives.start(waiting.removeFirst()));
          }
        }
        case 1 -> {
          if (!waiting.isEmpty()) {
            Job job = waiting.remove(random.nextInt(waiting.size()));
            assertThat(counted.transitions.cancel(job)).isPresent();
          }
        }
        case 2 -> {
          if (!running.isEmpty()) {
            var right = FencedUpdate.of(running.removeFirst());
            waiting.add(
                counted.transitions.retry(right, "Again.", counted.clock.instant()).orElseThrow());
          }
        }
        default -> waiting.add(submit(Duration.ZERO));
      }
    }
    Job delayed = submit(Duration.ofMinutes(10));
    waiting.sort(Comparator.comparing(Job::runAfter));

    for (int i = 0; i < waiting.size(); i++) {
      assertThat(position(waiting.get(i)).place())
          .as("seed %d", seed)
          .isEqualTo(OptionalLong.of(i + 1));
    }
    assertThat(position(delayed).place()).isEmpty();
  }

  @Test
  void within_a_minute_the_place_is_in_proportion() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      jobs.add(submit(Duration.ZERO));
      counted.clock.advance(Duration.ofMillis(500));
    }

    assertThat(position(jobs.get(0)).place()).hasValue(1);
    assertThat(position(jobs.get(30)).place().orElseThrow()).isBetween(29L, 33L);
    assertThat(position(jobs.get(59)).place()).hasValue(59);
  }

  @Test
  void the_start_is_estimated_from_how_many_were_started_lately() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      jobs.add(submit(Duration.ZERO));
    }
    nextMinute();
    jobs.subList(0, 12).forEach(lives::start);
    counted.clock.advance(Duration.ofSeconds(24)); // one in two seconds
    Job last = submit(Duration.ZERO);

    QueuePosition position = position(last);

    assertThat(position.place()).hasValue(21);
    assertThat(position.estimatedStart()).hasValue(counted.clock.instant().plusSeconds(42));
    assertThat(position.unknown()).isEmpty();
  }

  @Test
  void without_starts_there_is_a_place_and_no_estimate() {
    Job job = submit(Duration.ZERO);

    QueuePosition position = position(job);

    assertThat(position.place()).hasValue(1);
    assertThat(position.estimatedStart()).isEmpty();
    assertThat(position.unknown().orElseThrow()).contains("15 minutes");
  }

  @ParameterizedTest
  @ValueSource(longs = {60, 100_000})
  void a_job_whose_time_has_not_come_starts_no_earlier(long seconds) {
    Job job = submit(Duration.ofSeconds(seconds));

    QueuePosition position = position(job);

    assertThat(position.place()).isEmpty();
    assertThat(position.estimatedStart().orElse(job.runAfter())).isEqualTo(job.runAfter());
    assertThat(position.unknown().orElseThrow()).contains("scheduled for later");
  }

  @Test
  void a_job_that_runs_has_no_place() {
    var claim = lives.start(submit(Duration.ZERO));

    assertThat(position(claim.job()).unknown()).hasValue("The job is not waiting.");
  }

  @Test
  void a_job_that_has_waited_for_too_long_has_no_place() {
    Job job = submit(Duration.ZERO);
    counted.clock.advance(Duration.ofHours(6).plusSeconds(1));

    assertThat(position(job).place()).isEmpty();
    assertThat(position(job).unknown().orElseThrow()).contains("6 hours");
  }
}

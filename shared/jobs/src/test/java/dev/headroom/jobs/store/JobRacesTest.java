package dev.headroom.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Sixteen at once on one job: the table decides. */
class JobRacesTest {
  private static final int RACERS = 16;
  private static JobTable table;
  private static JobClaims claims;
  private static JobTransitions transitions;

  @BeforeAll
  static void open() {
    table = new JobTable();
    claims = table.claims;
    transitions = table.transitions;
  }

  @AfterAll
  static void close() {
    table.close();
  }

  private interface Racer<T> {
    T run(int number) throws Exception;
  }

  private static <T> List<T> race(Racer<T> racer) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> racers =
          IntStream.range(0, RACERS)
              .<Callable<T>>mapToObj(number -> () -> racer.run(number))
              .toList();
      return threads.invokeAll(racers).stream().map(Future::resultNow).toList();
    }
  }

  @Test
  void of_many_claims_one_wins() throws Exception {
    Job job = table.aJob().created();

    List<Claim> claims = race(_ -> table.claim(job));

    assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
    assertThat(table.now(job).attempts()).isEqualTo(1);
  }

  @Test
  void of_many_claims_of_a_slice_one_wins() throws Exception {
    Job job = table.aJob().betweenSlices();

    List<Claim> claims = race(_ -> table.claim(job));

    assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
    assertThat(table.now(job).fencingToken()).isEqualTo(2);
  }

  /** What each racer did, where it was told that this is how the job ended. */
  @RepeatedTest(10)
  void of_completing_failing_and_cancelling_one_wins_and_the_others_are_told() throws Exception {
    Claim.Granted claim = table.aJob().claimed();

    List<JobStatus> ends =
        race(
                number ->
                    switch (number % 3) {
                      case 0 ->
                          told(
                              JobStatus.COMPLETED, claims.complete(claim, JobTable.aPayload(), ""));
                      case 1 ->
                          told(JobStatus.FAILED, transitions.fail(FencedUpdate.of(claim), "No."));
                      default ->
                          told(JobStatus.CANCELLED, transitions.cancel(claim.job()).isPresent());
                    })
            .stream()
            .flatMap(List::stream)
            .toList();

    assertThat(ends).isNotEmpty().containsOnly(table.now(claim.job()).status());
    assertThat(table.now(claim.job()).revision()).isEqualTo(claim.job().revision() + 1);
  }

  private static List<JobStatus> told(JobStatus end, boolean won) {
    return won ? List.of(end) : List.of();
  }

  @RepeatedTest(5)
  void of_claiming_a_job_and_cancelling_it_the_cancellation_holds() throws Exception {
    Job job = table.aJob().created();

    race(number -> number % 2 == 0 ? table.claim(job) : transitions.cancel(job));

    assertThat(table.now(job).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(table.due()).doesNotContainKey(job.id());
  }

  @Test
  void an_attempt_whose_worker_is_silent_is_ended_once() throws Exception {
    Claim.Granted claim = table.aJob().claimed();
    table.clock.advance(JobClaims.LEASE.plusMillis(1));
    FencedUpdate right = FencedUpdate.expired(claim.job(), table.clock.instant());

    var _ = race(_ -> transitions.retry(right, "Silence.", table.clock.instant()));

    assertThat(table.now(claim.job()).errors()).hasSize(1);
    assertThat(table.now(claim.job()).attempts()).isEqualTo(1);
  }

  @Test
  void a_dead_letter_that_comes_often_ends_one_attempt() throws Exception {
    Job job = table.aJob().withMaxAttempts(10).created();
    FencedUpdate right = FencedUpdate.unclaimed(job);

    var _ = race(_ -> transitions.retry(right, "Nobody came.", table.clock.instant()));

    assertThat(table.now(job).errors()).hasSize(1);
    assertThat(table.now(job).attempts()).isEqualTo(1);
  }

  @RepeatedTest(5)
  void between_the_last_heartbeat_and_the_sweeper_one_wins() throws Exception {
    Claim.Granted claim = table.aJob().claimed();
    table.clock.advance(JobClaims.LEASE.plus(Duration.ofMillis(1)));
    FencedUpdate right = FencedUpdate.expired(claim.job(), table.clock.instant());

    List<Boolean> kept =
        race(
                number ->
                    number % 2 == 0
                        ? List.of(claims.renewLease(claim))
                        : List.of(
                            transitions.retry(right, "Silence.", table.clock.instant()).isEmpty()))
            .stream()
            .flatMap(List::stream)
            .distinct()
            .toList();

    assertThat(table.now(claim.job()).status())
        .isEqualTo(kept.equals(List.of(true)) ? JobStatus.RUNNING : JobStatus.PENDING);
  }

  @Test
  void of_many_restarts_one_counts() throws Exception {
    Job job = table.aJob().failed();

    var _ = race(_ -> transitions.restart(job));

    assertThat(table.now(job).fencingToken()).isEqualTo(job.fencingToken() + 1);
    assertThat(table.now(job).revision()).isEqualTo(job.revision() + 1);
  }
}

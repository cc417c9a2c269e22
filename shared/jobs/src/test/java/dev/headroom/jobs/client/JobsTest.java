package dev.headroom.jobs.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.store.Claim;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client can do with a job that is there. */
class JobsTest {
  private static final Optional<String> ACME = Optional.of("acme");
  private static final Optional<String> OTHER = Optional.of("other");
  private static final Optional<String> ADMINISTRATOR = Optional.empty();
  private static JobTable table;
  private static Jobs jobs;

  @BeforeAll
  static void open() {
    table = new JobTable();
    jobs = table.backend.jobs(new JobTypes());
  }

  @AfterAll
  static void close() {
    table.close();
  }

  @Test
  void a_job_is_seen_by_its_tenant_and_by_an_administrator() {
    Job job = table.aJob().of("acme").created();

    assertThat(jobs.get(job.id(), ACME)).isEqualTo(job);
    assertThat(jobs.get(job.id(), ADMINISTRATOR)).isEqualTo(job);
  }

  @Test
  void another_tenants_job_is_not_there_whatever_is_done_to_it() {
    Job job = table.aJob().of("acme").failed();

    assertThatThrownBy(() -> jobs.get(job.id(), OTHER))
        .isInstanceOf(HeadroomException.NotFound.class);
    assertThatThrownBy(() -> jobs.cancel(job.id(), OTHER))
        .isInstanceOf(HeadroomException.NotFound.class);
    assertThatThrownBy(() -> jobs.retry(job.id(), OTHER))
        .isInstanceOf(HeadroomException.NotFound.class);
    assertThat(table.now(job)).isEqualTo(job);
  }

  @Test
  void what_cannot_be_an_id_is_not_found() {
    for (String id : List.of("", "job_1", "job_" + "G".repeat(32), "x".repeat(5_000))) {
      assertThatThrownBy(() -> jobs.get(id, ADMINISTRATOR))
          .isInstanceOf(HeadroomException.NotFound.class);
    }
  }

  @Test
  void a_job_that_has_not_ended_can_be_cancelled() {
    for (Job job :
        List.of(
            table.aJob().created(),
            table.aJob().withDelay(Duration.ofDays(1)).created(),
            table.aJob().claimed().job(),
            table.aJob().betweenSlices())) {
      assertThat(jobs.cancel(job.id(), ACME).status()).isEqualTo(JobStatus.CANCELLED);
    }
  }

  @Test
  void a_job_that_has_ended_cannot_be_cancelled_and_one_is_told_how_it_ended() {
    for (Job job :
        List.of(table.aJob().completed(), table.aJob().failed(), table.aJob().cancelled())) {
      assertThatThrownBy(() -> jobs.cancel(job.id(), ACME))
          .isInstanceOf(HeadroomException.Conflict.class)
          .hasMessage("The job has ended: it is %s.", Json.spelled(job.status()));
    }
  }

  @Test
  void a_failed_job_is_tried_again_at_once_and_its_worker_is_woken() {
    Job failed = table.aJob().failed();

    Job job = jobs.retry(failed.id(), ACME);

    assertThat(job.status()).isEqualTo(JobStatus.PENDING);
    assertThat(table.queues.sentFor(job)).containsExactly(JobQueue.Message.of(job));
    assertThat(table.granted(job).job().attempts()).isEqualTo(1);
  }

  @Test
  void only_a_failed_job_can_be_tried_again() {
    for (Job job :
        List.of(
            table.aJob().created(),
            table.aJob().claimed().job(),
            table.aJob().completed(),
            table.aJob().cancelled())) {
      assertThatThrownBy(() -> jobs.retry(job.id(), ACME))
          .isInstanceOf(HeadroomException.Conflict.class)
          .hasMessageStartingWith("Only a failed job can be retried; this one is ");
    }
  }

  @Test
  void waiting_for_what_is_so_already_takes_no_time() throws Exception {
    Job job = table.aJob().completed();

    assertThat(jobs.await(job.id(), ACME, seen -> true, table.clock.instant())).isEqualTo(job);
  }

  @Test
  void waiting_ends_when_its_time_is_up() throws Exception {
    Job job = table.aJob().created();

    assertThat(jobs.await(job.id(), ACME, seen -> false, table.clock.instant())).isEqualTo(job);
  }

  @Test
  void waiting_ends_when_the_job_is_as_wanted() throws Exception {
    Claim.Granted claim = table.aJob().claimed();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting =
          threads.submit(
              () ->
                  jobs.await(
                      claim.job().id(),
                      ACME,
                      job -> job.status().isFinal(),
                      table.clock.instant().plusSeconds(20)));
      table.claims.complete(claim, JobTable.aPayload(), "");

      assertThat(waiting.get().status()).isEqualTo(JobStatus.COMPLETED);
    }
  }
}

package dev.headroom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobClient;
import dev.headroom.jobs.client.Jobs;
import dev.headroom.local.LocalCloud;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A program that uses the library, beside a deployment that it knows by its environment. */
@ExtendWith(TheCloud.class)
class JobClientTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final JobClient jobs;

  JobClientTest(LocalCloud cloud) {
    jobs =
        JobClient.connect("a-program-" + UUID.randomUUID(), cloud.engines().environment("JobsApi"));
  }

  record Note(String note) {}

  @Test
  void a_job_is_submitted_awaited_and_read() throws Exception {
    Job job =
        jobs.submit(
            Submission.of("noop", new Note("hello"))
                .with(JobOptions.DEFAULT.withPriority(Priority.URGENT)));

    assertThat(jobs.await(job.id(), PATIENCE).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(jobs.result(job.id(), Note.class)).isEqualTo(new Note("hello"));
  }

  @Test
  void the_whole_of_a_long_result_is_read() throws Exception {
    String sentence = "This software is provided as is, without warranty of any kind. ";
    var parameters =
        Map.of(
            "documents",
            List.of(Map.of("id", "long", "text", sentence.repeat(10_000))),
            "taxonomy",
            Map.of(
                "name",
                "licences",
                "categories",
                List.of(Map.of("name", "Warranty", "keywords", List.of("as is")))));
    Job job = jobs.submit(Submission.of("extraction", parameters));

    assertThat(jobs.await(job.id(), PATIENCE).status()).isEqualTo(JobStatus.COMPLETED);

    var result = jobs.result(job.id());
    int chunks = ((ArrayNode) result.get("chunks")).size();
    assertThat(chunks).isGreaterThan(500);
    assertThat(result.path("summary").path("matched_chunks").asInt(chunks)).isEqualTo(chunks);
  }

  @Test
  void many_are_submitted_at_once_each_for_itself() throws Exception {
    List<Jobs.Answer> answers =
        jobs.submitAll(
            List.of(
                Submission.of("noop", Map.of()),
                Submission.of("no such type", Map.of()),
                Submission.of("noop", Map.of())));

    assertThat(answers.get(1)).isInstanceOf(Jobs.Answer.Rejected.class);
    for (var answer : List.of(answers.getFirst(), answers.getLast())) {
      Job job = ((Jobs.Answer.Accepted) answer).job();
      assertThat(jobs.await(job.id(), PATIENCE).status()).isEqualTo(JobStatus.COMPLETED);
    }
    assertThat(jobs.list(Optional.of(JobStatus.COMPLETED), 10, Optional.empty()).jobs()).hasSize(2);
  }

  @Test
  void a_running_job_is_cancelled_and_a_failed_one_retried() throws Exception {
    Job running = jobs.submit(Submission.of("noop", Map.of("seconds", 60)));
    assertThat(jobs.cancel(running.id()).status()).isEqualTo(JobStatus.CANCELLED);
    assertThatThrownBy(() -> jobs.cancel(running.id()))
        .isInstanceOf(HeadroomException.Conflict.class);

    Job failing =
        jobs.submit(
            Submission.of("noop", Map.of("fail_attempts", 1))
                .with(JobOptions.DEFAULT.withMaxAttempts(1)));
    assertThat(jobs.await(failing.id(), PATIENCE).status()).isEqualTo(JobStatus.FAILED);
    assertThat(jobs.retry(failing.id()).status()).isEqualTo(JobStatus.PENDING);
    assertThat(jobs.await(failing.id(), PATIENCE).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void what_is_missing_of_the_environment_is_named() {
    assertThatThrownBy(() -> JobClient.connect("acme", Map.of("JOB_TABLE", "jobs")))
        .hasMessageContaining("OBJECT_STORE")
        .hasMessageContaining("GENERAL_QUEUES");
  }
}

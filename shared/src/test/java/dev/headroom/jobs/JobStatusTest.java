package dev.headroom.jobs;

import static dev.headroom.jobs.JobStatus.CANCELLED;
import static dev.headroom.jobs.JobStatus.COMPLETED;
import static dev.headroom.jobs.JobStatus.FAILED;
import static dev.headroom.jobs.JobStatus.PENDING;
import static dev.headroom.jobs.JobStatus.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JobStatusTest {
  @Test
  void what_has_ended_stays_ended() {
    assertThat(Arrays.stream(JobStatus.values()).filter(JobStatus::isFinal))
        .containsExactly(COMPLETED, FAILED, CANCELLED);
  }

  @Test
  void a_job_ends_only_while_it_runs_and_is_cancelled_only_before() {
    assertThat(COMPLETED.origins()).containsExactly(RUNNING);
    assertThat(FAILED.origins()).containsExactly(RUNNING);
    assertThat(CANCELLED.origins()).containsExactly(PENDING);
    assertThat(RUNNING.origins()).containsExactly(PENDING);
  }
}

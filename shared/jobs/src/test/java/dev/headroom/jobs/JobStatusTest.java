package dev.headroom.jobs;

import static dev.headroom.jobs.JobStatus.CANCELLED;
import static dev.headroom.jobs.JobStatus.COMPLETED;
import static dev.headroom.jobs.JobStatus.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JobStatusTest {
  @Test
  void what_has_ended_stays_ended() {
    assertThat(Arrays.stream(JobStatus.values()).filter(JobStatus::isFinal))
        .containsExactly(COMPLETED, FAILED, CANCELLED);
  }
}

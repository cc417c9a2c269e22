package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import dev.headroom.json.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as SommOS's clients see it.
 *
 * @param status queued, running, completed, failed or cancelled
 * @param priority 3 urgent, 2 high, 1 normal, 0 low
 * @param timeout of one attempt, in milliseconds
 * @param result null until it is completed
 * @param nextCursor where the rest of a result begins that is too long for one answer
 */
record AsyncJobView(
    String jobId,
    String jobType,
    String status,
    int priority,
    double progress,
    @Nullable String message,
    int attempts,
    int maxAttempts,
    long timeout,
    List<String> tags,
    @Nullable ObjectNode result,
    @Nullable String nextCursor,
    @Nullable String error,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt) {

  static AsyncJobView of(Job job, @Nullable ObjectNode result) {
    String cursor = result == null ? null : result.path("next_cursor").textValue();
    if (result != null) {
      result.remove("next_cursor");
    }
    return new AsyncJobView(
        job.id(),
        job.type(),
        status(job.status()),
        priority(job.options().priority()),
        job.progress(),
        job.message().orElse(null),
        job.attempts(),
        job.options().maxAttempts(),
        job.options().timeout().toMillis(),
        job.options().tags(),
        result,
        cursor,
        job.error().orElse(null),
        job.createdAt(),
        job.startedAt().orElse(null),
        job.completedAt().orElse(null));
  }

  private static String status(JobStatus status) {
    return status == JobStatus.PENDING ? "queued" : Json.spelled(status);
  }

  private static int priority(Priority priority) {
    return switch (priority) {
      case URGENT -> 3;
      case HIGH -> 2;
      case NORMAL -> 1;
      case LOW -> 0;
    };
  }
}

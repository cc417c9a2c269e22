package dev.headroom.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.Priority;
import dev.headroom.json.Json;

/**
 * A job that does nothing, as a client asks for it.
 *
 * @param seconds how long it waits
 * @param failAttempts how many attempts fail before one succeeds
 */
record NoopJob(
    Priority priority, double seconds, int failAttempts, int maxAttempts, int timeoutSeconds) {
  /** At once, and well, on the usual terms. */
  static final NoopJob NORMAL = new NoopJob(Priority.NORMAL, 0, 0, 3, 1800);

  NoopJob at(Priority other) {
    return new NoopJob(other, seconds, failAttempts, maxAttempts, timeoutSeconds);
  }

  NoopJob lasting(double otherSeconds) {
    return new NoopJob(priority, otherSeconds, failAttempts, maxAttempts, timeoutSeconds);
  }

  NoopJob failing(int attempts) {
    return new NoopJob(priority, seconds, attempts, maxAttempts, timeoutSeconds);
  }

  NoopJob triedOnceFor(int otherTimeoutSeconds) {
    return new NoopJob(priority, seconds, failAttempts, 1, otherTimeoutSeconds);
  }

  /** What differs from the usual, and a note: the body of {@code POST /jobs/submit}. */
  ObjectNode json() {
    ObjectNode json = Json.SNAKE_CASE.createObjectNode().put("job_type", "noop");
    if (priority != NORMAL.priority) {
      json.put("priority", Json.spelled(priority));
    }
    if (maxAttempts != NORMAL.maxAttempts) {
      json.put("max_attempts", maxAttempts);
    }
    if (timeoutSeconds != NORMAL.timeoutSeconds) {
      json.put("timeout_seconds", timeoutSeconds);
    }
    ObjectNode parameters = json.putObject("parameters").put("note", "What does a job cost?");
    if (seconds > 0) {
      parameters.put("seconds", seconds);
    }
    if (failAttempts > 0) {
      parameters.put("fail_attempts", failAttempts);
    }
    return json;
  }
}

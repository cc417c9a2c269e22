package dev.headroom.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.Priority;
import dev.headroom.json.Json;

/**
 * A job that does nothing, as a client asks for it.
 *
 * @param seconds how long it waits
 */
record NoopJob(Priority priority, double seconds) {
  static final NoopJob NORMAL = new NoopJob(Priority.NORMAL, 0);

  NoopJob at(Priority other) {
    return new NoopJob(other, seconds);
  }

  NoopJob lasting(double otherSeconds) {
    return new NoopJob(priority, otherSeconds);
  }

  /** The body of {@code POST /jobs/submit}: what differs from the defaults, and a note. */
  ObjectNode json() {
    ObjectNode json = Json.SNAKE_CASE.createObjectNode().put("job_type", "noop");
    if (priority != NORMAL.priority) {
      json.put("priority", Json.spelled(priority));
    }
    ObjectNode parameters = json.putObject("parameters").put("note", "What does a job cost?");
    if (seconds > 0) {
      parameters.put("seconds", seconds);
    }
    return json;
  }
}

package dev.headroom.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.headroom.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole local cloud is killed with hundreds of jobs in flight, and started again. */
class KilledInFlightTest {
  private static final int JOBS = 160;

  /** Few enough for a busy machine to write them within the time that an API call has. */
  private static final int BATCH = 20;

  private static final List<String> PRIORITIES = List.of("urgent", "high", "normal", "low");

  /** One of the last, which runs for long enough to be seen: it is urgent. */
  private static final int LONG_JOB = 140;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static double seconds(int job) {
    return job == LONG_JOB ? 8 : job % 10 == 0 ? 1.5 : 0;
  }

  private static List<String> submit(Api api) throws Exception {
    List<String> ids = new ArrayList<>();
    for (int from = 0; from < JOBS; from += BATCH) {
      var jobs = Json.SNAKE_CASE.createObjectNode();
      ArrayNode list = jobs.putArray("jobs");
      for (int i = from; i < from + BATCH; i++) {
        var job = list.addObject().put("job_type", "noop").put("priority", PRIORITIES.get(i % 4));
        job.putObject("parameters").put("note", "job " + i).put("seconds", seconds(i));
      }
      ids.addAll(api.post("/jobs/submit/batch", jobs).body().findValuesAsText("job_id"));
    }
    return ids;
  }

  /** Waits until a job is seen to run. */
  private static void awaitRunning(Api api, String id) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    Optional<String> seen = Optional.of("\"0\"");
    String status = "pending";
    while (status.equals("pending") && Instant.now().isBefore(end)) {
      var answer = api.get("/jobs/" + id + "?wait=20", seen);
      seen = answer.etag().or(() -> Optional.of("\"0\""));
      status = answer.body().path("status").asText("pending"); // unless nothing has changed
    }
    assertThat(status).isEqualTo("running");
  }

  /** The job when it has ended, or as it is after a while. */
  private static JsonNode ended(Api api, String id) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    JsonNode job;
    do {
      job = api.get("/jobs/" + id + "?wait=20", Optional.empty()).body();
    } while (job.path("completed_at").isNull() && Instant.now().isBefore(end));
    return job;
  }

  private static boolean countsAll(JsonNode statistics) {
    return statistics.path("completed_jobs").intValue() == JOBS
        && statistics.path("queue_depth").intValue() == 0;
  }

  /** The statistics, when all jobs are counted as completed; or as they are after a while. */
  private static JsonNode statistics(Api api) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    JsonNode statistics;
    do {
      statistics = api.get("/jobs/queue/stats", Optional.empty()).body();
    } while (!countsAll(statistics) && Instant.now().isBefore(end));
    return statistics;
  }

  @Test
  void every_job_completes_once(@TempDir Path data) throws Exception {
    List<String> ids;
    try (var cloud = CloudProcess.start(data)) {
      var api = new Api(cloud.url(), "tests");
      ids = submit(api);
      assertThat(ids).hasSize(JOBS).doesNotHaveDuplicates();
      awaitRunning(api, ids.get(LONG_JOB));
    }
    assertThat(Downtime.of(data).pass(Duration.ofHours(1))).contains(ids.get(LONG_JOB));
    try (var cloud = CloudProcess.start(data)) {
      var api = new Api(cloud.url(), "tests");
      Set<String> notes = new HashSet<>();
      for (String id : ids) {
        JsonNode job = ended(api, id);
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        assertThat(job.path("attempt_errors"))
            .as(job.toString())
            .hasSize(job.path("attempts").intValue() - 1);
        notes.add(
            api.get("/jobs/" + id + "/result", Optional.empty()).body().path("note").asText());
      }

      assertThat(notes).hasSize(JOBS);
      assertThat(ended(api, ids.get(LONG_JOB)).path("attempts").intValue())
          .as("attempts at a job that ran when the process was killed")
          .isGreaterThan(1);
      JsonNode statistics = statistics(api);
      assertThat(countsAll(statistics)).as(statistics.toString()).isTrue();
    }
  }
}

package dev.headroom.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.headroom.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole local cloud is killed with a thousand jobs in flight, and started again. */
class KilledInFlightTest {
  private static final int JOBS = 1_000;
  private static final List<String> PRIORITIES = List.of("urgent", "high", "normal", "low");

  private static List<String> submit(Api api) throws Exception {
    var jobs = Json.SNAKE_CASE.createObjectNode();
    ArrayNode list = jobs.putArray("jobs");
    for (int i = 0; i < JOBS; i++) {
      var job = list.addObject().put("job_type", "noop").put("priority", PRIORITIES.get(i % 4));
      job.putObject("parameters").put("note", "job " + i).put("seconds", i % 10 == 0 ? 1.5 : 0);
    }
    return api.post("/jobs/submit/batch", jobs).body().findValuesAsText("job_id");
  }

  /** The job when it has ended, or as it is after two minutes. */
  private static JsonNode ended(Api api, String id) throws Exception {
    JsonNode job = api.get("/jobs/" + id + "?wait=20", Optional.empty()).body();
    for (int i = 0; i < 5 && job.path("completed_at").isNull(); i++) {
      job = api.get("/jobs/" + id + "?wait=20", Optional.empty()).body();
    }
    return job;
  }

  /** The statistics, when all jobs are counted as completed; or as they are after a while. */
  private static JsonNode statistics(Api api) throws Exception {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    JsonNode statistics;
    do {
      statistics = api.get("/jobs/queue/stats", Optional.empty()).body();
    } while (statistics.path("completed_jobs").intValue() < JOBS && Instant.now().isBefore(end));
    return statistics;
  }

  @Test
  void every_job_completes_once(@TempDir Path data) throws Exception {
    List<String> ids;
    try (var cloud = CloudProcess.start(data)) {
      var api = new Api(cloud.url(), "tests");
      ids = submit(api);
      assertThat(ids).hasSize(JOBS).doesNotHaveDuplicates();
      assertThat(ended(api, ids.get(100)).path("status").asText()).isEqualTo("completed");
    }
    try (var cloud = CloudProcess.start(data)) {
      var api = new Api(cloud.url(), "tests");
      Set<String> notes = new HashSet<>();
      int begunAgain = 0;
      for (String id : ids) {
        JsonNode job = ended(api, id);
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        assertThat(job.path("attempt_errors"))
            .as(job.toString())
            .hasSize(job.path("attempts").intValue() - 1);
        begunAgain += job.path("attempts").intValue() - 1;
        notes.add(
            api.get("/jobs/" + id + "/result", Optional.empty()).body().path("note").asText());
      }

      assertThat(notes).hasSize(JOBS);
      assertThat(begunAgain).as("jobs that ran when the process was killed").isPositive();
      JsonNode statistics = statistics(api);
      assertThat(statistics.path("completed_jobs").intValue())
          .as(statistics.toString())
          .isEqualTo(JOBS);
      assertThat(statistics.path("queue_depth").intValue()).isZero();
    }
  }
}

package dev.headroom.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The extraction of licence terms from real documents, submitted, followed and read over HTTP. A
 * folder that does not fit into one request becomes several jobs.
 */
final class FirstJob {
  /** Well below the 6 MB that Lambda takes, for text may double in JSON. */
  private static final int MAX_CHARACTERS_PER_JOB = 2_000_000;

  private final Api api;
  private final PrintStream out;
  private final JsonNode taxonomy = taxonomy();

  FirstJob(Api api, PrintStream out) {
    this.api = api;
    this.out = out;
  }

  /** Whether all of it has completed. */
  boolean run(InputFolder input) throws IOException, InterruptedException {
    out.printf(
        "Extracting licence terms from %,d documents (%,d characters) in %s%s%n",
        input.documents().size(),
        input.characters(),
        input.folder(),
        input.skipped() == 0 ? "" : "; %,d files are no text".formatted(input.skipped()));
    Instant start = Instant.now();
    var bar = new ProgressBar(out);
    var table = new ResultTable(taxonomy);
    List<List<InputFolder.Document>> jobs = split(input.documents());
    for (int i = 0; i < jobs.size(); i++) {
      JsonNode job = follow(submit(jobs.get(i)), bar.part(i, jobs.size()));
      if (!job.path("status").asText().equals("completed")) {
        bar.end();
        out.printf(
            "Job %s %s: %s%n",
            job.path("job_id").asText(), job.path("status").asText(), job.path("error").asText());
        return false;
      }
      readResult(job.path("job_id").asText(), table);
    }
    bar.end();
    table.print(out, Duration.between(start, Instant.now()));
    return true;
  }

  private static List<List<InputFolder.Document>> split(List<InputFolder.Document> documents) {
    List<List<InputFolder.Document>> jobs = new ArrayList<>();
    long characters = MAX_CHARACTERS_PER_JOB;
    for (InputFolder.Document document : documents) {
      characters += document.text().length();
      if (characters > MAX_CHARACTERS_PER_JOB) {
        jobs.add(new ArrayList<>());
        characters = document.text().length();
      }
      jobs.getLast().add(document);
    }
    return jobs;
  }

  private String submit(List<InputFolder.Document> documents)
      throws IOException, InterruptedException {
    ObjectNode body = Json.SNAKE_CASE.createObjectNode();
    body.put("job_type", "extraction").put("priority", "high");
    ObjectNode parameters = body.putObject("parameters");
    parameters.set("documents", Json.SNAKE_CASE.valueToTree(documents));
    parameters.set("taxonomy", taxonomy);
    return api.post("/jobs/submit", body).body().path("job_id").asText();
  }

  private JsonNode follow(String jobId, ProgressBar.Part bar)
      throws IOException, InterruptedException {
    Optional<String> seen = Optional.empty();
    while (true) {
      // Without an ETag the wait lasts until the end; with one, until the next change.
      var answer = api.get("/jobs/" + jobId + (seen.isEmpty() ? "" : "?wait=20"), seen);
      if (answer.status() == 304) {
        continue;
      }
      JsonNode job = answer.body();
      bar.show(job.path("progress").doubleValue(), job.path("message").asText(""));
      if (!job.path("completed_at").isNull()) {
        return job;
      }
      seen = answer.etag();
    }
  }

  private void readResult(String jobId, ResultTable table)
      throws IOException, InterruptedException {
    String path = "/jobs/" + jobId + "/result?limit=200";
    JsonNode page = api.get(path, Optional.empty()).body();
    table.count(page);
    table.look(page);
    while (page.path("next_cursor").isTextual()) {
      String next = path + "&cursor=" + page.path("next_cursor").asText();
      page = api.get(next, Optional.empty()).body();
      table.look(page);
    }
  }

  private static JsonNode taxonomy() {
    try (var in = FirstJob.class.getResourceAsStream("/licence-taxonomy.json")) {
      if (in == null) {
        throw new IllegalStateException("licence-taxonomy.json is not on the class path");
      }
      return Json.SNAKE_CASE.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.headroom.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.digest.Sha256;
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
  private final Terminal terminal;
  private final Instant start;
  private final JsonNode taxonomy = taxonomy();

  /**
   * The first job of this start.
   *
   * @param start jobs that are older are kept from an earlier start
   */
  FirstJob(Api api, PrintStream out, Terminal terminal, Instant start) {
    this.api = api;
    this.out = out;
    this.terminal = terminal;
    this.start = start;
  }

  /** Runs it, unless it is kept from an earlier start; returns whether all of it has completed. */
  boolean run(InputFolder input) throws IOException, InterruptedException {
    out.printf(
        "Extracting licence terms from %,d documents (%,d characters) in %s%s%n",
        input.documents().size(),
        input.characters(),
        input.folder(),
        input.skipped() == 0 ? "" : "; %,d files are no text".formatted(input.skipped()));
    Instant began = Instant.now();
    var bar = new ProgressBar(out, terminal);
    List<JsonNode> ended = new ArrayList<>();
    List<List<InputFolder.Document>> jobs = split(input.documents());
    for (int i = 0; i < jobs.size(); i++) {
      JsonNode job = ended(submit(jobs.get(i)), bar.part(i, jobs.size()));
      if (!job.path("status").asText().equals("completed")) {
        bar.end();
        out.printf(
            "Job %s %s: %s%n",
            job.path("job_id").asText(), job.path("status").asText(), job.path("error").asText());
        return false;
      }
      ended.add(job);
    }
    bar.end();
    if (ended.stream().allMatch(this::isKept)) {
      printKept(ended.getFirst());
    } else {
      printResults(ended, began);
    }
    return true;
  }

  /** The job when it has ended; one that failed in an earlier start is tried again. */
  private JsonNode ended(String jobId, ProgressBar.Part bar)
      throws IOException, InterruptedException {
    JsonNode job = follow(jobId, bar);
    if (!isKept(job) || !job.path("status").asText().equals("failed")) {
      return job;
    }
    api.post("/jobs/" + jobId + "/retry", Json.SNAKE_CASE.createObjectNode());
    return follow(jobId, bar);
  }

  private boolean isKept(JsonNode job) {
    return Instant.parse(job.path("completed_at").asText()).isBefore(start);
  }

  private void printKept(JsonNode job) {
    out.printf(
        "%s since %s: it does not run again. Its result is at /jobs/%s/result.%n%n",
        terminal.good("Kept"), job.path("completed_at").asText(), job.path("job_id").asText());
  }

  private void printResults(List<JsonNode> jobs, Instant began)
      throws IOException, InterruptedException {
    var table = new ResultTable(taxonomy);
    for (JsonNode job : jobs) {
      readResult(job.path("job_id").asText(), table);
    }
    table.print(out, terminal, Duration.between(began, Instant.now()));
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
    // The same documents are the same job, whenever they come: of two starts on one folder one runs
    // it.
    String key = "first-job/" + Sha256.hex(body.toString());
    return api.post("/jobs/submit", body, key).body().path("job_id").asText();
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
      boolean hasEnded = !job.path("completed_at").isNull();
      if (!hasEnded || !isKept(job)) {
        bar.show(job.path("progress").doubleValue(), job.path("message").asText(""));
      }
      if (hasEnded) {
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

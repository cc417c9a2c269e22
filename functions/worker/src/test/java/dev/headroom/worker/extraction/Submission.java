package dev.headroom.worker.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import dev.headroom.search.ChunkStore;
import dev.headroom.search.TaxonomyStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Builds the parameters of an extraction and runs it. */
final class Submission {
  private final ObjectNode parameters = Json.SNAKE_CASE.createObjectNode();
  private final ArrayNode documents = parameters.putArray("documents");
  private final ArrayNode categories =
      parameters.putObject("taxonomy").put("name", "test").putArray("categories");
  private ProgressListener listener = (_, _) -> {};

  /** Receives the progress of the work. */
  interface ProgressListener {
    void progress(double fraction, String message);
  }

  /** Reports progress to a listener and keeps no checkpoint. */
  private record ReportingKeeper(ProgressListener listener) implements JobRun.Keeper {
    @Override
    public void progress(double fraction, String message) {
      listener.progress(fraction, message);
    }

    @Override
    public void save(ObjectNode checkpoint) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Duration timeLeft() {
      return Duration.ofMinutes(15);
    }
  }

  static Submission of(String... texts) {
    var submission = new Submission();
    for (String text : texts) {
      submission.documents.addObject().put("text", text);
    }
    return submission;
  }

  Submission withDocument(String id, String text) {
    documents.addObject().put("id", id).put("text", text);
    return this;
  }

  Submission withDocument(String id, String title, String text, String createdAt) {
    documents
        .addObject()
        .put("id", id)
        .put("title", title)
        .put("text", text)
        .put("created_at", createdAt);
    return this;
  }

  Submission withCategory(String name, String... keywords) {
    var list = categories.addObject().put("name", name).putArray("keywords");
    for (String keyword : keywords) {
      list.add(keyword);
    }
    return this;
  }

  Submission withDescribedCategory(String name, String description) {
    categories.addObject().put("name", name).put("description", description);
    return this;
  }

  Submission selecting(String... names) {
    var selected = parameters.putArray("selected_categories");
    for (String name : names) {
      selected.add(name);
    }
    return this;
  }

  Submission withMinConfidence(double confidence) {
    parameters.put("min_confidence", confidence);
    return this;
  }

  Submission withChunkSize(int characters) {
    parameters.put("chunk_size", characters);
    return this;
  }

  Submission with(String name, JsonNode value) {
    parameters.set(name, value);
    return this;
  }

  Submission withoutTaxonomy() {
    parameters.remove("taxonomy");
    return this;
  }

  Submission reportingTo(ProgressListener listener) {
    this.listener = listener;
    return this;
  }

  ObjectNode run() throws IOException, InterruptedException {
    return ((Outcome.Completed) outcome(new TestTables())).result();
  }

  /** Runs it, for the tenant acme at noon. */
  Outcome outcome(TestTables tables) throws IOException, InterruptedException {
    InstantSource noon = () -> Instant.parse("2026-11-20T12:00:00Z");
    var extraction =
        new Extraction(
            new ChunkStore(tables, "chunks"), new TaxonomyStore(tables, "taxonomies", noon), noon);
    return extraction.run(
        new JobRun(
            "job-1", "acme", 1, parameters, Optional.empty(), new ReportingKeeper(listener)));
  }

  /** The score of a category in the first chunk that matches; 0 when none does. */
  double score(String category) throws IOException, InterruptedException {
    JsonNode first = withMinConfidence(0).run().path("chunks").path(0);
    return first.path("category_scores").path(category).asDouble(0);
  }
}

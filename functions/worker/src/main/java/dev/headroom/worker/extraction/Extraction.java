package dev.headroom.worker.extraction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobType;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import java.io.IOException;

/**
 * The {@code extraction} job: cuts documents into chunks and says which of them speak of which
 * categories of a taxonomy, and how surely ({@link Confidence}).
 *
 * <p>It reads signs, not meaning: "no warranty" and "a full warranty" both speak of warranty. Words
 * are stemmed as English ones; those of other languages are found as they are written.
 */
public final class Extraction implements JobType {
  @Override
  public String name() {
    return "extraction";
  }

  /**
   * @throws dev.headroom.errors.HeadroomException.Invalid when two documents have the same id, two
   *     categories the same name, or a selected category is not in the taxonomy
   * @throws InterruptedException when the job is to stop
   */
  @Override
  public Outcome run(JobRun run) throws IOException, InterruptedException {
    var parameters = run.parameters(ExtractionParameters.class).check();
    try (var stems = new Stems()) {
      var signs = TaxonomySigns.of(parameters.taxonomy(), stems);
      var work = new ExtractionWork(parameters, run);
      var result = work.score(work.read(signs, stems), signs);
      return new Outcome.Completed(Json.SNAKE_CASE.<ObjectNode>valueToTree(result), "chunks");
    }
  }
}

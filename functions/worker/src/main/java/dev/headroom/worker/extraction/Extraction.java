package dev.headroom.worker.extraction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import dev.headroom.search.ChunkStore;
import dev.headroom.search.TaxonomyStore;
import dev.headroom.worker.extraction.ExtractionParameters.Taxonomy;
import dev.headroom.worker.extraction.keywords.Stems;
import dev.headroom.worker.extraction.keywords.TaxonomyKeywords;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The {@code extraction} job: cuts documents into chunks and reports which of them are about which
 * categories of a taxonomy, each with a {@link Confidence}.
 *
 * <p>It matches keywords and not meaning: "no warranty" and "a full warranty" both match warranty.
 * Words are stemmed as English ones; words of other languages are found as they are written.
 */
public final class Extraction implements JobWork {
  private final ChunkStore chunks;
  private final TaxonomyStore taxonomies;
  private final InstantSource clock;

  /**
   * @param chunks the store into which matching chunks are written, so that search finds them
   * @param taxonomies the taxonomies to which jobs refer by their ids
   */
  public Extraction(ChunkStore chunks, TaxonomyStore taxonomies, InstantSource clock) {
    this.chunks = chunks;
    this.taxonomies = taxonomies;
    this.clock = clock;
  }

  /**
   * @throws dev.headroom.errors.HeadroomException.Invalid when two documents have the same id, two
   *     categories the same name, or a selected category is not in the taxonomy
   * @throws InterruptedException when the job is to stop
   */
  @Override
  public Outcome run(JobRun run) throws IOException, InterruptedException {
    var request = run.parameters(ExtractionRequest.class);
    var taxonomy = request.ownTaxonomy().or(() -> stored(run.tenant(), request.storedTaxonomy()));
    if (taxonomy.isEmpty()) {
      return new Outcome.Failed("There is no taxonomy \"%s\".".formatted(request.storedTaxonomy()));
    }
    var parameters = request.with(taxonomy.get()).check();
    try (var stems = new Stems()) {
      var keywords = TaxonomyKeywords.of(parameters.taxonomy().categories(), stems);
      var work = new ExtractionWork(parameters, run);
      var result = work.score(work.read(keywords, stems), keywords);
      if (parameters.index()) {
        index(result, run);
      }
      return new Outcome.Completed(Json.SNAKE_CASE.<ObjectNode>valueToTree(result), "chunks");
    }
  }

  private Optional<Taxonomy> stored(String tenant, String id) {
    return taxonomies.find(tenant, id).map(found -> new Taxonomy(found.name(), found.categories()));
  }

  /** A repeated or delayed run writes the same chunks under the same ids. */
  private void index(ExtractionResult result, JobRun run) {
    run.progress(1, "Storing " + result.chunks().size() + " chunks");
    Instant now = clock.instant();
    chunks.putAll(
        run.tenant(), result.chunks().stream().map(found -> Findable.of(found, now)).toList());
  }
}

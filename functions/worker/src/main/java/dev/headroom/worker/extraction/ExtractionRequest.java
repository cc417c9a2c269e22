package dev.headroom.worker.extraction;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.worker.extraction.ExtractionParameters.Document;
import dev.headroom.worker.extraction.ExtractionParameters.Taxonomy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters as the client sent them and the schema allows them. What may be absent comes as
 * null, and has its default here.
 *
 * @param taxonomy null when there is a taxonomy's id
 * @param taxonomyId a text, or a whole number
 * @param selectedCategories by default all of the taxonomy
 * @param chunkSize by default 800
 * @param minConfidence by default 0.5
 * @param index by default true
 */
record ExtractionRequest(
    List<Document> documents,
    @Nullable Taxonomy taxonomy,
    @Nullable JsonNode taxonomyId,
    @Nullable List<String> selectedCategories,
    @Nullable Integer chunkSize,
    @Nullable Double minConfidence,
    @Nullable Boolean index) {

  /** The taxonomy that came along. */
  Optional<Taxonomy> ownTaxonomy() {
    return Optional.ofNullable(taxonomy);
  }

  /** The id of a stored taxonomy; of a number, its digits. */
  String storedTaxonomy() {
    if (taxonomyId == null) {
      throw new IllegalStateException("The schema allows no request without a taxonomy");
    }
    return taxonomyId.isTextual()
        ? taxonomyId.textValue()
        : taxonomyId.decimalValue().toBigInteger().toString();
  }

  ExtractionParameters with(Taxonomy present) {
    return new ExtractionParameters(
        documents,
        present,
        requireNonNullElse(selectedCategories, present.names()),
        requireNonNullElse(chunkSize, 800),
        requireNonNullElse(minConfidence, 0.5),
        requireNonNullElse(index, true));
  }
}

package dev.headroom.worker.extraction;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.worker.extraction.ExtractionParameters.Document;
import dev.headroom.worker.extraction.ExtractionParameters.Taxonomy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an extraction as the client sent them. Optional fields are null when they are
 * absent, and get their defaults here.
 *
 * @param taxonomy null when {@code taxonomyId} is given
 * @param taxonomyId a string or a whole number
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

  /** Returns the taxonomy of the request, or empty when it names a stored one. */
  Optional<Taxonomy> ownTaxonomy() {
    return Optional.ofNullable(taxonomy);
  }

  /** Returns the id of the stored taxonomy. A number is converted to its decimal digits. */
  String storedTaxonomy() {
    if (taxonomyId == null) {
      throw new IllegalStateException("The schema allows no request without a taxonomy");
    }
    return taxonomyId.isTextual()
        ? taxonomyId.textValue()
        : taxonomyId.decimalValue().toBigInteger().toString();
  }

  /** Returns the complete parameters with this taxonomy. */
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

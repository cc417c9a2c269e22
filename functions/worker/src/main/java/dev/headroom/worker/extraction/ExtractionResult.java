package dev.headroom.worker.extraction;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of an extraction. All confidences are 0 to 1, rounded to 4 decimals.
 *
 * @param documents how many documents were read
 * @param characters the length of the documents in UTF-16 code units
 * @param chunksTotal into how many chunks the documents were cut
 * @param chunksMatched how many of these match a selected category
 * @param taxonomy the name of the taxonomy
 * @param categories the selected categories, in the taxonomy's order
 * @param chunks the chunks that match, in the order of the documents
 */
record ExtractionResult(
    int documents,
    long characters,
    int chunksTotal,
    int chunksMatched,
    String taxonomy,
    List<CategorySummary> categories,
    List<MatchedChunk> chunks) {

  /**
   * The matches of one category.
   *
   * @param chunks how many chunks match the category
   * @param meanConfidence the mean confidence of these chunks; null when there are none
   */
  record CategorySummary(String name, int chunks, @Nullable Double meanConfidence) {}

  /**
   * A chunk that matches at least one selected category.
   *
   * @param start the index of its first character in the document's text, in UTF-16 code units
   * @param end the index after its last character
   * @param categoriesMatched best first, and in the taxonomy's order where they are equal
   * @param confidenceScore the confidence in the best category
   * @param categoryScores the confidence in each selected category, matched or not, best first;
   *     those below 0.1 are left out unless they match
   */
  record MatchedChunk(
      String chunkId,
      String documentId,
      @Nullable String documentTitle,
      String chunkText,
      int start,
      int end,
      List<String> categoriesMatched,
      double confidenceScore,
      Map<String, Double> categoryScores,
      @Nullable String createdAt) {}
}

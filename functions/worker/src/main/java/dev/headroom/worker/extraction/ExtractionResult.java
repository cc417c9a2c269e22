package dev.headroom.worker.extraction;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the client gets. All confidences are 0 to 1, rounded to 4 decimals.
 *
 * @param documents how many were read
 * @param characters how many they hold, in UTF-16 code units
 * @param chunksTotal into how many chunks they were cut
 * @param chunksMatched how many of these match a selected category
 * @param taxonomy its name
 * @param categories the selected ones, in the taxonomy's order
 * @param chunks those that match, in the order of the documents
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
   * How a category fared.
   *
   * @param chunks how many chunks match it
   * @param meanConfidence over these chunks; null when there are none
   */
  record CategorySummary(String name, int chunks, @Nullable Double meanConfidence) {}

  /**
   * A chunk that matches.
   *
   * @param start its first character in the document's text, in UTF-16 code units
   * @param end one past its last
   * @param categoriesMatched best first, and in the taxonomy's order where they are equal
   * @param confidenceScore that of the best category
   * @param categoryScores of the selected categories, matched or not, best first; those below 0.1
   *     are left out unless they match
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

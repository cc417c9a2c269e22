package dev.headroom.search;

import dev.headroom.errors.HeadroomException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document that can be found by search. Lengths are in code points.
 *
 * @param id unique within the tenant; 1 to 200 characters without control characters
 * @param documentId the id of its document, of the same form
 * @param title the title, at most 500 characters
 * @param text the text, 1 to 50,000 characters
 * @param categories the categories that it is about: at most 50 different ones of 1 to 200
 *     characters
 * @param confidence the confidence in the categories, 0 to 1
 * @param createdAt the creation time, in the years 1 to 9999, truncated to milliseconds
 */
public record Chunk(
    String id,
    Optional<String> documentId,
    Optional<String> title,
    String text,
    List<String> categories,
    double confidence,
    Instant createdAt) {
  public static final int MAX_ID_LENGTH = 200;
  public static final int MAX_TITLE_LENGTH = 500;
  public static final int MAX_TEXT_LENGTH = 50_000;
  public static final int MAX_CATEGORIES = 50;
  public static final int MAX_CATEGORY_LENGTH = 200;

  /** A smaller confidence is stored as 0, since DynamoDB's numbers end at 1e-130. */
  private static final double LEAST_CONFIDENCE = 1e-100;

  /**
   * @throws HeadroomException.Invalid naming each invalid field as requests name it
   */
  public Chunk {
    var faults = new Faults();
    faults.checkName("chunk_id", id, MAX_ID_LENGTH);
    documentId.ifPresent(name -> faults.checkName("document_id", name, MAX_ID_LENGTH));
    title.ifPresent(name -> faults.checkText("title", name, 0, MAX_TITLE_LENGTH));
    faults.checkText("chunk_text", text, 1, MAX_TEXT_LENGTH);
    checkCategories(categories, faults);
    if (!(confidence >= 0 && confidence <= 1)) {
      faults.add("confidence_score", "must be from 0 to 1; got " + confidence);
    }
    createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
    if (!IsoTime.isInRange(createdAt)) {
      faults.add("created_at", "must be in the years 1 to 9999; got " + createdAt);
    }
    faults.throwIfAny();
    categories = List.copyOf(new LinkedHashSet<>(categories));
    confidence = confidence < LEAST_CONFIDENCE ? 0 : confidence;
  }

  /** Validates categories, which may be null when they come from JSON. */
  private static void checkCategories(List<@Nullable String> categories, Faults faults) {
    var different = new LinkedHashSet<>(categories);
    if (different.size() > MAX_CATEGORIES) {
      faults.add(
          "categories_matched",
          "must have at most %d categories; got %,d".formatted(MAX_CATEGORIES, different.size()));
      return;
    }
    for (int i = 0; i < categories.size(); i++) {
      faults.checkText("categories_matched[" + i + "]", categories.get(i), 1, MAX_CATEGORY_LENGTH);
    }
  }
}

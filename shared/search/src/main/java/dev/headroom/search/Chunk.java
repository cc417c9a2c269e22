package dev.headroom.search;

import dev.headroom.errors.HeadroomException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document that can be found. Characters are code points.
 *
 * @param id 1 to 200 characters, none of them a control character; a tenant's only one
 * @param documentId of the document that it is a part of, of the same form
 * @param title at most 500 characters
 * @param text 1 to 50,000 characters
 * @param categories what it speaks of: at most 50, each of 1 to 200 characters and named once
 * @param confidence in the categories, 0 to 1
 * @param createdAt of the years 1 to 9999, to the millisecond: what is finer is cut off
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

  /** DynamoDB's numbers end at 1e-130. */
  private static final double LEAST_CONFIDENCE = 1e-100;

  /**
   * @throws HeadroomException.Invalid naming each field that is not allowed as requests name it
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
      faults.add("created_at", "must be of the years 1 to 9999; got " + createdAt);
    }
    faults.throwIfAny();
    categories = List.copyOf(new LinkedHashSet<>(categories));
    confidence = confidence < LEAST_CONFIDENCE ? 0 : confidence;
  }

  /** What comes from JSON may hold nulls. */
  private static void checkCategories(List<@Nullable String> categories, Faults faults) {
    var different = new LinkedHashSet<>(categories);
    if (different.size() > MAX_CATEGORIES) {
      faults.add(
          "categories_matched",
          "must be at most %d; got %,d".formatted(MAX_CATEGORIES, different.size()));
      return;
    }
    for (int i = 0; i < categories.size(); i++) {
      faults.checkText("categories_matched[" + i + "]", categories.get(i), 1, MAX_CATEGORY_LENGTH);
    }
  }
}

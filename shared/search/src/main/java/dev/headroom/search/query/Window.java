package dev.headroom.search.query;

import dev.headroom.errors.HeadroomException;
import dev.headroom.paging.Cursor;
import java.util.Optional;

/**
 * Which of the hits are wanted.
 *
 * @param size how many at most, 1 to 200
 * @param offset after so many; a page costs as much as all before it
 * @param after after this one instead; a page costs the same wherever it is
 */
public record Window(int size, int offset, Optional<Place> after) {
  /** Pages beyond are read by cursor. */
  public static final int MAX_DEPTH = 100_000;

  public static final int MAX_SIZE = 200;

  /**
   * A page by its number.
   *
   * @param page from 0
   * @throws HeadroomException.Invalid when it is too far out for pages by number
   */
  public static Window page(int page, int size) {
    long offset = (long) page * size;
    if (offset + size > MAX_DEPTH) {
      throw new HeadroomException.Invalid(
          "page",
          "must end within the first %,d results; go on by cursor beyond".formatted(MAX_DEPTH));
    }
    return new Window(size, Math.toIntExact(offset), Optional.empty());
  }

  /** The page after the one that gave this cursor. */
  public static Window after(String cursor, int size) {
    return new Window(size, 0, Optional.of(Place.read(Cursor.place("cursor", cursor))));
  }

  public boolean isFirst() {
    return offset == 0 && after.isEmpty();
  }

  /** The cursor that it begins behind, if it does. */
  public Optional<String> cursor() {
    return after.map(place -> Cursor.of(place.spelled()));
  }
}

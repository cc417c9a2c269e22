package dev.headroom.search.query.paging;

import dev.headroom.errors.HeadroomException;
import dev.headroom.paging.Cursor;
import java.util.Optional;

/**
 * The request for one page of hits.
 *
 * @param size the greatest number of hits, 1 to 200
 * @param offset the number of hits before the page; a page costs as much as all before it
 * @param after the cursor after which the page begins instead; then a page costs the same wherever
 *     it is
 */
public record PageRequest(int size, int offset, Optional<SearchCursor> after) {
  /** The number of hits that can be read by page number. */
  public static final int MAX_DEPTH = 100_000;

  public static final int MAX_SIZE = 200;

  /**
   * Returns the request for a page by number.
   *
   * @param page the number of the page, from 0
   * @throws HeadroomException.Invalid when the page ends beyond {@value #MAX_DEPTH} hits
   */
  public static PageRequest page(int page, int size) {
    long offset = (long) page * size;
    if (offset + size > MAX_DEPTH) {
      throw new HeadroomException.Invalid(
          "page",
          "must end within the first %,d results; use the cursor for later pages"
              .formatted(MAX_DEPTH));
    }
    return new PageRequest(size, Math.toIntExact(offset), Optional.empty());
  }

  /**
   * Returns the request for the page after the one with this cursor. @throws
   * HeadroomException.Invalid when the text is no cursor
   */
  public static PageRequest after(String cursor, int size) {
    return new PageRequest(size, 0, Optional.of(SearchCursor.read(Cursor.place("cursor", cursor))));
  }

  /** Returns whether this is the first page. */
  public boolean isFirst() {
    return offset == 0 && after.isEmpty();
  }

  /** Returns the cursor after which the page begins, if it was requested by cursor. */
  public Optional<String> cursor() {
    return after.map(cursor -> Cursor.of(cursor.encoded()));
  }
}

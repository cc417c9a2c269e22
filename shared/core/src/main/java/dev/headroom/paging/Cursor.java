package dev.headroom.paging;

import dev.headroom.errors.HeadroomException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A place in a list, opaque to clients. */
public final class Cursor {
  private Cursor() {}

  public static String of(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  public static String ofOffset(int offset) {
    return of("at:" + offset);
  }

  /**
   * The place again.
   *
   * @throws HeadroomException.Invalid when the text is no cursor
   */
  public static String place(String field, String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw invalid(field);
    }
  }

  public static int offset(String field, String cursor) {
    String place = place(field, cursor);
    if (!place.matches("at:\\d{1,9}")) {
      throw invalid(field);
    }
    return Integer.parseInt(place.substring(3));
  }

  public static HeadroomException.Invalid invalid(String field) {
    return new HeadroomException.Invalid(field, "must be a next_cursor as it was given");
  }
}

package dev.headroom.jobs;

import dev.headroom.errors.HeadroomException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A place in a list, opaque to clients. */
final class Cursor {
  private Cursor() {}

  static String of(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  static String ofOffset(int offset) {
    return of("at:" + offset);
  }

  /**
   * The place again.
   *
   * @throws HeadroomException.Invalid when the text is no cursor
   */
  static String place(String field, String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw invalid(field);
    }
  }

  static int offset(String field, String cursor) {
    String place = place(field, cursor);
    if (!place.matches("at:\\d{1,9}")) {
      throw invalid(field);
    }
    return Integer.parseInt(place.substring(3));
  }

  static HeadroomException.Invalid invalid(String field) {
    return new HeadroomException.Invalid(field, "must be a next_cursor as it was given");
  }
}

package dev.headroom.objects;

import java.util.regex.Pattern;

/** The names that both stores take, and that can never leave the folder of the one. */
final class ObjectKey {
  private static final Pattern PART = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,200}");
  private static final int MAX_LENGTH = 800;

  private ObjectKey() {}

  static String checked(String key) {
    boolean allowed = !key.isEmpty() && key.length() <= MAX_LENGTH;
    for (String part : key.split("/", -1)) {
      allowed &= PART.matcher(part).matches();
    }
    if (!allowed) {
      throw new IllegalArgumentException("Not an object key: " + key);
    }
    return key;
  }
}

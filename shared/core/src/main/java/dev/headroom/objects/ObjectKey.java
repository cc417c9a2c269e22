package dev.headroom.objects;

import java.util.regex.Pattern;

/** The names that both stores take, and that can never leave the folder of the one. */
final class ObjectKey {
  /** What begins with a dot is the folder's own: its lock, and what is not whole yet. */
  private static final Pattern PART = Pattern.compile("(?!\\.)[A-Za-z0-9._-]{1,200}");

  private static final int MAX_LENGTH = 800;

  private ObjectKey() {}

  static String checked(String key) {
    boolean allowed = !key.isEmpty() && key.length() <= MAX_LENGTH;
    for (String part : key.split("/", -1)) {
      allowed &= isPart(part);
    }
    if (!allowed) {
      throw new IllegalArgumentException("Not an object key: " + key);
    }
    return key;
  }

  /** Whether it may stand between two slashes. */
  static boolean isPart(String name) {
    return PART.matcher(name).matches();
  }

  /** What keys begin with, up to and with a slash. */
  static String checkedPrefix(String prefix) {
    if (!prefix.endsWith("/")) {
      throw new IllegalArgumentException("A prefix of object keys ends in \"/\"; got " + prefix);
    }
    var _ = checked(prefix.substring(0, prefix.length() - 1));
    return prefix;
  }
}

package dev.headroom.cache.entry;

import java.util.ArrayList;
import java.util.List;

/** The prefixes of a name that have versions of their own, by which it can be invalidated. */
public final class KeyPrefixes {
  /** Only the first colons of a name, this many, end such a prefix. */
  public static final int MAX = 4;

  private KeyPrefixes() {}

  /** Returns those of a name, the shortest first. */
  public static List<String> of(String name) {
    int at = name.indexOf(':');
    if (at < 0) {
      return List.of();
    }
    var prefixes = new ArrayList<String>(MAX);
    for (; at >= 0 && prefixes.size() < MAX; at = name.indexOf(':', at + 1)) {
      prefixes.add(name.substring(0, at + 1));
    }
    return prefixes;
  }

  /** Returns true when a prefix is among {@link #of} of every name that begins with it. */
  public static boolean isOne(String text) {
    return text.endsWith(":") && text.chars().filter(character -> character == ':').count() <= MAX;
  }
}

package dev.headroom.cache;

import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names an entry, and says how it is kept. Two keys are equal when they name the same entry.
 *
 * <p>An entry can be invalidated by its tags, by each of the first {@value #MAX_PREFIXES} prefixes
 * of its name that end with a colon, by any other prefix, and with its whole namespace.
 */
public final class Key {
  /** The longest name, in characters. */
  public static final int MAX_LENGTH = 512;

  /** So many colons of a name make prefixes that have versions of their own. */
  static final int MAX_PREFIXES = 4;

  private final Space space;
  private final String name;
  private final Terms terms;
  private final int hash;

  /**
   * A key of a cache; {@link Cache#key} makes them.
   *
   * @throws HeadroomException.Invalid when the name is empty, too long or not well-formed
   */
  Key(Space space, String name, Terms terms) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      throw new HeadroomException.Invalid(
          "key", "must have 1 to %d characters; got %d".formatted(MAX_LENGTH, name.length()));
    }
    if (!isWellFormed(name)) {
      // Half a surrogate pair becomes a question mark, and two names would be one.
      throw new HeadroomException.Invalid("key", "must be well-formed Unicode");
    }
    this.space = space;
    this.name = name;
    this.terms = terms;
    this.hash = 31 * space.hashCode() + name.hashCode();
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  public String name() {
    return name;
  }

  public Terms terms() {
    return terms;
  }

  /** The same entry, kept on other terms. */
  public Key with(Terms other) {
    return new Key(space, name, other);
  }

  /** The same entry, kept so long. */
  public Key withTtl(Duration ttl) {
    return with(terms.withTtl(ttl));
  }

  /** The same entry with these tags. */
  public Key withTags(String... tags) {
    return with(terms.withTags(List.of(tags)));
  }

  Space space() {
    return space;
  }

  /** What a name can be invalidated by at the price of one version each, shortest first. */
  static List<String> prefixes(String name) {
    int at = name.indexOf(':');
    if (at < 0) {
      return List.of();
    }
    var prefixes = new ArrayList<String>(MAX_PREFIXES);
    for (; at >= 0 && prefixes.size() < MAX_PREFIXES; at = name.indexOf(':', at + 1)) {
      prefixes.add(name.substring(0, at + 1));
    }
    return prefixes;
  }

  /** Whether a prefix is among those of {@link #prefixes} of every name that begins with it. */
  static boolean isPrefix(String text) {
    return text.endsWith(":")
        && text.chars().filter(character -> character == ':').count() <= MAX_PREFIXES;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Key key
            && hash == key.hash
            && name.equals(key.name)
            && space.equals(key.space));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return space.name() + "/" + name;
  }
}

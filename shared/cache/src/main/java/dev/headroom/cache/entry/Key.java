package dev.headroom.cache.entry;

import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key names an entry and says how it is kept. Two keys are equal when they name the same entry.
 *
 * <p>An entry can be invalidated by its tags, by each of the first {@value KeyPrefixes#MAX}
 * prefixes of its name that end with a colon, by any other prefix, and with its whole namespace.
 */
public final class Key {
  /** The longest name, in characters. */
  public static final int MAX_LENGTH = 512;

  private final Namespace namespace;
  private final String name;
  private final EntryOptions options;
  private final int hash;

  /**
   * Creates a key; {@code Cache.key} does so for programs.
   *
   * @param name 1 to {@value #MAX_LENGTH} characters
   * @throws HeadroomException.Invalid when the name is empty, too long or not well-formed
   */
  public Key(Namespace namespace, String name, EntryOptions options) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      throw new HeadroomException.Invalid(
          "key", "must have 1 to %d characters; got %d".formatted(MAX_LENGTH, name.length()));
    }
    if (!isWellFormed(name)) {
      // Half a surrogate pair becomes a question mark, and two names would be one.
      throw new HeadroomException.Invalid("key", "must be well-formed Unicode");
    }
    this.namespace = namespace;
    this.name = name;
    this.options = options;
    this.hash = 31 * namespace.hashCode() + name.hashCode();
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

  /** Returns the entry's name within its namespace. */
  public String name() {
    return name;
  }

  /** Returns how the entry is kept. */
  public EntryOptions options() {
    return options;
  }

  /** Returns a key of the same entry, kept with other options. */
  public Key with(EntryOptions other) {
    return new Key(namespace, name, other);
  }

  /** Returns a key of the same entry, kept for another time. */
  public Key withTtl(Duration ttl) {
    return with(options.withTtl(ttl));
  }

  /** Returns a key of the same entry with these tags instead of its own. */
  public Key withTags(String... tags) {
    return with(options.withTags(List.of(tags)));
  }

  /** Returns the namespace that the entry belongs to. */
  public Namespace namespace() {
    return namespace;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Key key
            && hash == key.hash
            && name.equals(key.name)
            && namespace.equals(key.namespace));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return namespace.name() + "/" + name;
  }
}

package dev.headroom.cache;

import dev.headroom.errors.HeadroomException;
import dev.headroom.redis.HashTag;
import java.util.regex.Pattern;

/**
 * One namespace of one tenant. Its keys lie in one hash slot of Redis, so that an entry and the
 * versions it depends on are read in one round trip.
 *
 * @param tenant whose entries these are
 * @param name 1 to 64 of a to z, 0 to 9, - and _, beginning with a letter
 */
public record Space(String tenant, String name) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

  /**
   * Checks the name.
   *
   * @throws HeadroomException.Invalid when it cannot be one
   */
  public Space {
    if (!NAME.matcher(name).matches()) {
      throw new HeadroomException.Invalid(
          "namespace",
          "must be 1 to 64 of a to z, 0 to 9, - and _, beginning with a letter; got \"%s\""
              .formatted(name.substring(0, Math.min(name.length(), 80))));
    }
  }

  /** What the names of all its keys begin with. */
  String slot() {
    return HashTag.of(tenant, name);
  }
}

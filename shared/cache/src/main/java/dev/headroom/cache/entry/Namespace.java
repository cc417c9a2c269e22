package dev.headroom.cache.entry;

import dev.headroom.errors.HeadroomException;
import java.util.regex.Pattern;

/**
 * A namespace of a tenant: entries that are counted and cleared together.
 *
 * @param tenant the tenant whose entries these are
 * @param name 1 to 64 of a to z, 0 to 9, - and _, beginning with a letter
 */
public record Namespace(String tenant, String name) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

  /**
   * Checks the name.
   *
   * @throws HeadroomException.Invalid when it cannot be one
   */
  public Namespace {
    if (!NAME.matcher(name).matches()) {
      throw new HeadroomException.Invalid(
          "namespace",
          "must be 1 to 64 of a to z, 0 to 9, - and _, beginning with a letter; got \"%s\""
              .formatted(name.substring(0, Math.min(name.length(), 80))));
    }
  }
}

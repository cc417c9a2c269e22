package dev.headroom.cache;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.entry.Codec;
import dev.headroom.errors.HeadroomException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the caches of tenants by the names of their namespaces. Values are any JSON. */
public final class TenantCaches {
  /** The namespace of entries for which none is named. */
  public static final String USUAL = "result";

  /** The names of the product's own entries begin with this; they lie among the tenant's. */
  private static final String RESERVED = "headroom:";

  private final Caches caches;

  /** Opens namespaces of these caches. */
  public TenantCaches(Caches caches) {
    this.caches = caches;
  }

  /**
   * Returns the cache of a namespace.
   *
   * @param namespace {@link #USUAL} when it is empty
   * @throws HeadroomException.Invalid when the name is not one of a namespace
   */
  public Cache<JsonNode> cache(String tenant, Optional<String> namespace) {
    return caches.cache(tenant, namespace.orElse(USUAL), Codec.ANY_JSON);
  }

  /**
   * Returns the cache of a namespace, or those of all that the tenant has when none is named.
   *
   * @throws HeadroomException.Invalid when the name is not one of a namespace
   * @throws HeadroomException.Unavailable when Redis does not say which there are
   */
  public List<Cache<JsonNode>> all(String tenant, Optional<String> namespace) {
    return namespace.isPresent() ? List.of(cache(tenant, namespace)) : all(tenant);
  }

  /**
   * Returns the caches of all namespaces that a tenant has.
   *
   * @throws HeadroomException.Unavailable when Redis does not say which there are
   */
  public List<Cache<JsonNode>> all(String tenant) {
    return caches
        .statistics()
        .of(tenant)
        .orElseThrow(
            () ->
                new HeadroomException.Unavailable(
                    "The cache does not answer. Nothing was changed. Try again."))
        .namespaces()
        .keySet()
        .stream()
        .map(name -> cache(tenant, Optional.of(name)))
        .toList();
  }

  /**
   * Checks the name of an entry that a caller writes.
   *
   * @return the name; empty when it is null
   * @throws HeadroomException.Invalid when it is one of the product's own
   */
  public static String writable(@Nullable String name) {
    if (name != null && name.startsWith(RESERVED)) {
      throw new HeadroomException.Invalid("key", "must not begin with " + RESERVED);
    }
    return name == null ? "" : name;
  }
}

package dev.headroom.cache.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheStatistics;
import dev.headroom.cache.Caches;
import dev.headroom.cache.Codec;
import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caches of a caller's tenant. Values are any JSON. */
public final class Namespaces {
  /** Where entries are of which nothing is said. */
  public static final String USUAL = "result";

  /** What the names of the product's own entries begin with, which lie among the tenant's. */
  private static final String RESERVED = "headroom:";

  private final Caches caches;
  private final CacheStatistics statistics;

  public Namespaces(Caches caches, CacheStatistics statistics) {
    this.caches = caches;
    this.statistics = statistics;
  }

  /** The namespace that the query names. */
  public Cache<JsonNode> asked(Request request) {
    return of(request, null);
  }

  /** The namespace that a body names, or else the query. */
  public Cache<JsonNode> of(Request request, @Nullable String named) {
    String name = named == null ? request.query("namespace").orElse(USUAL) : named;
    return open(request, name);
  }

  /**
   * The namespace that is named, or else all that the tenant has.
   *
   * @throws HeadroomException.Unavailable when Redis does not say which there are
   */
  public List<Cache<JsonNode>> all(Request request, @Nullable String named) {
    Optional<String> one = Optional.ofNullable(named).or(() -> request.query("namespace"));
    return one.map(name -> List.of(open(request, name))).orElseGet(() -> all(request));
  }

  /**
   * All that the tenant has, whatever the request names.
   *
   * @throws HeadroomException.Unavailable when Redis does not say which there are
   */
  public List<Cache<JsonNode>> all(Request request) {
    return statistics
        .of(request.caller().tenant())
        .orElseThrow(
            () ->
                new HeadroomException.Unavailable(
                    "The cache does not answer; what was to go may still be served. Try again."))
        .namespaces()
        .keySet()
        .stream()
        .map(name -> open(request, name))
        .toList();
  }

  /**
   * Checks the name of an entry that a caller writes.
   *
   * @throws HeadroomException.Invalid when it is one of the product's own
   */
  public static String writable(@Nullable String name) {
    if (name != null && name.startsWith(RESERVED)) {
      throw new HeadroomException.Invalid("key", "must not begin with " + RESERVED);
    }
    return name == null ? "" : name;
  }

  private Cache<JsonNode> open(Request request, String name) {
    return caches.cache(request.caller().tenant(), name, Codec.ANY_JSON);
  }
}

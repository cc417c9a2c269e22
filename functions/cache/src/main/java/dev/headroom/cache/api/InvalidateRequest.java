package dev.headroom.cache.api;

import dev.headroom.cache.Cache;
import dev.headroom.errors.HeadroomException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /cache/invalidate}: entries that have one of the tags, or whose keys
 * begin with the prefix.
 *
 * @param namespace all that the tenant has when left out
 */
record InvalidateRequest(
    @Nullable List<String> tags, @Nullable String prefix, @Nullable String namespace) {
  InvalidateRequest {
    if ((tags == null || tags.isEmpty()) && prefix == null) {
      throw new HeadroomException.Invalid("tags", "must be there, or a prefix");
    }
    Cache.checkInvalidation(tags == null ? List.of() : tags, Optional.ofNullable(prefix));
  }

  List<String> presentTags() {
    return tags == null ? List.of() : tags;
  }
}

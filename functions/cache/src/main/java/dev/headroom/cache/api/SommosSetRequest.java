package dev.headroom.cache.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.Cache;
import dev.headroom.cache.TenantCaches;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /cache/set} in SommOS's dialect.
 *
 * @param ttl milliseconds, 1 to 604,800,000; {@code CACHE_DEFAULT_TTL} when left out
 */
record SommosSetRequest(
    @Nullable String key,
    @Nullable JsonNode value,
    @Nullable Long ttl,
    @Nullable List<String> tags,
    @Nullable String namespace) {

  JsonNode presentValue() {
    if (value == null) {
      throw new HeadroomException.Invalid("value", "must be there; it may be any JSON");
    }
    return value;
  }

  Key in(Cache<?> cache) {
    Key usual = cache.key(TenantCaches.writable(key));
    Key kept = ttl == null ? usual : usual.withTtl(life(ttl));
    return tags == null ? kept : kept.with(kept.options().withTags(tags));
  }

  private static Duration life(long millis) {
    long max = EntryOptions.MAX_TTL.toMillis();
    if (millis < 1 || millis > max) {
      throw new HeadroomException.Invalid(
          "ttl", "must be from 1 to %,d milliseconds; got %,d".formatted(max, millis));
    }
    return Duration.ofMillis(millis);
  }
}

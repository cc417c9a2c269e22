package dev.headroom.cache.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.Cache;
import dev.headroom.cache.TenantCaches;
import dev.headroom.cache.entry.DataKind;
import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Key;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /cache/entries/{key}}, and, with a key, one of {@code batch-set}.
 *
 * @param value any JSON, null too
 * @param ttlSeconds 1 to 604,800; when left out, as long as its kind is kept
 * @param kind of what kind the data is; {@code default} when left out
 * @param tags what it can be invalidated by
 */
record PutRequest(
    @Nullable String key,
    @Nullable JsonNode value,
    @Nullable Integer ttlSeconds,
    @Nullable DataKind kind,
    @Nullable List<String> tags,
    @Nullable String namespace) {

  JsonNode presentValue() {
    if (value == null) {
      throw new HeadroomException.Invalid("value", "must be there; it may be any JSON");
    }
    return value;
  }

  /** The key, on the options that are asked for. */
  Key in(Cache<?> cache, @Nullable String named) {
    String name = TenantCaches.writable(named);
    Key usual = cache.key(name).with(cache.options(kind == null ? DataKind.DEFAULT : kind));
    Key kept = ttlSeconds == null ? usual : usual.withTtl(ttl(ttlSeconds));
    return tags == null ? kept : kept.with(kept.options().withTags(tags));
  }

  private static Duration ttl(int seconds) {
    long max = EntryOptions.MAX_TTL.toSeconds();
    if (seconds < 1 || seconds > max) {
      throw new HeadroomException.Invalid(
          "ttl_seconds", "must be from 1 to %,d; got %,d".formatted(max, seconds));
    }
    return Duration.ofSeconds(seconds);
  }
}

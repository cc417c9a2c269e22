package dev.headroom.cache.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.entry.Entry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry, or that there is none.
 *
 * @param found when false, what follows is null
 * @param ttlSeconds what is left of its time to live, rounded up
 */
record EntryView(
    String key,
    String namespace,
    boolean found,
    @Nullable JsonNode value,
    @Nullable Long ttlSeconds,
    @Nullable Instant expiresAt,
    @Nullable List<String> tags) {

  static EntryView of(String key, String namespace, Entry<JsonNode> entry, Instant now) {
    return new EntryView(
        key,
        namespace,
        true,
        entry.value(),
        Math.max(0, Math.ceilDiv(entry.expiresAt().toEpochMilli() - now.toEpochMilli(), 1_000)),
        entry.expiresAt(),
        entry.tags());
  }

  static EntryView nothing(String key, String namespace) {
    return new EntryView(key, namespace, false, null, null, null, null);
  }
}

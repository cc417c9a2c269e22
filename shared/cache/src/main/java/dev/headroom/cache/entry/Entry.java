package dev.headroom.cache.entry;

import java.time.Instant;
import java.util.List;

/**
 * An entry of a cache.
 *
 * @param value the cached value
 * @param expiresAt when its time to live is over
 * @param tags the tags by which it can be invalidated, sorted
 * @param bytes the size of the encoded value, estimated
 */
public record Entry<V>(V value, Instant expiresAt, List<String> tags, int bytes) {}

package dev.headroom.cache;

import java.time.Instant;
import java.util.List;

/**
 * What a cache has of a key.
 *
 * @param expiresAt when its time to live is over
 * @param tags what it can be invalidated by, sorted
 * @param bytes what the value takes when encoded, estimated
 */
public record Entry<V>(V value, Instant expiresAt, List<String> tags, int bytes) {}

package dev.headroom.cache.local;

/**
 * The use of the tier in memory.
 *
 * @param entries how many entries it holds, estimated
 * @param bytes what they take, estimated
 * @param maxBytes what they may take
 */
public record LocalSize(long entries, long bytes, long maxBytes) {}

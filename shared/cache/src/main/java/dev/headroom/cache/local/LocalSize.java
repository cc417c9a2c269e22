package dev.headroom.cache.local;

/**
 * How much of the tier in memory is in use.
 *
 * @param entries how many entries it holds, estimated
 * @param bytes what they take, estimated
 * @param maxBytes what they may take
 */
public record LocalSize(long entries, long bytes, long maxBytes) {}

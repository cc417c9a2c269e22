package dev.headroom.search.query;

import java.util.Map;

/**
 * The totals of all pages of a search.
 *
 * @param count the exact number of chunks that match
 * @param categories how many of them have each category; the 100 most frequent categories, in that
 *     order
 */
public record Totals(int count, Map<String, Integer> categories) {}

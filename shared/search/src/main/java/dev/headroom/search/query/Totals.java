package dev.headroom.search.query;

import java.util.Map;

/**
 * What there is beyond a page.
 *
 * @param count all chunks that match, exactly
 * @param categories how many of them have each category: the 100 most frequent, in that order
 */
public record Totals(int count, Map<String, Integer> categories) {}

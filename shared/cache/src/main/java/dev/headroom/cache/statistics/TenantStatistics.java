package dev.headroom.cache.statistics;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The statistics of one tenant.
 *
 * @param epoch how often they were reset
 * @param since when they were last reset; empty when never
 * @param namespaces by name; those in which nothing ever was are not there
 */
public record TenantStatistics(
    long epoch, Optional<Instant> since, Map<String, NamespaceStatistics> namespaces) {}

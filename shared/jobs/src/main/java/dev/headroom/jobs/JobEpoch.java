package dev.headroom.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * From one reset of a tenant's metrics to the next.
 *
 * @param number how many were before it
 * @param began when it was begun by a reset; empty of the first, which has all that was ever
 *     counted
 * @param readAt when this was read; of an epoch that has ended, its end
 * @param jobs those that were counted in it
 */
public record JobEpoch(long number, Optional<Instant> began, Instant readAt, EndedCounts jobs) {}

package dev.headroom.jobs.statistics;

import java.time.Instant;
import java.util.Optional;

/**
 * The time from one reset of a tenant's metrics to the next.
 *
 * @param number how many epochs were before it
 * @param began when a reset began it; empty for the first epoch, which has all that was ever
 *     counted
 * @param readAt when this was read; for an epoch that has ended, its end
 * @param jobs the jobs that were counted in it
 */
public record JobEpoch(long number, Optional<Instant> began, Instant readAt, EndedCounts jobs) {}

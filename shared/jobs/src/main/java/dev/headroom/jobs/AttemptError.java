package dev.headroom.jobs;

import java.time.Instant;

/**
 * How one attempt at a job failed.
 *
 * @param attempt from 1, over all retries by hand
 * @param error a plain sentence for the job's owner
 */
public record AttemptError(int attempt, Instant failedAt, String error) {}

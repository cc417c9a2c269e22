package dev.headroom.jobs;

import java.time.Instant;

/**
 * An error of one attempt at a job.
 *
 * @param attempt from 1, over all retries by hand
 * @param error a plain sentence for the job's owner
 */
public record AttemptError(int attempt, Instant failedAt, String error) {}

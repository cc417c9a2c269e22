package dev.headroom.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * Which of a tenant's jobs to list, newest first.
 *
 * @param since created at that instant or later
 * @param limit jobs on a page, 1 to 200
 * @param cursor the {@code next_cursor} of the page before; empty for the first
 */
public record JobQuery(
    String tenant,
    Optional<JobStatus> status,
    Optional<String> type,
    Optional<Priority> priority,
    Optional<Instant> since,
    int limit,
    Optional<String> cursor) {

  /**
   * One page.
   *
   * @param nextCursor there when there may be more. A page may hold fewer jobs than the limit and
   *     still have a next: one request reads a bounded number of jobs, whether they match or not.
   */
  public record Page(java.util.List<Job> jobs, Optional<String> nextCursor) {}
}

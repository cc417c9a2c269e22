package dev.headroom.jobs.store;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import java.time.Instant;
import java.util.Optional;

/**
 * Selects those of a tenant's jobs that are listed, newest first.
 *
 * @param since lists only jobs that were created at that instant or later
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
   * One page of the list.
   *
   * @param nextCursor present when there may be more jobs. A page may hold fewer jobs than the
   *     limit and still have a next: one request reads a bounded number of jobs, whether they match
   *     or not.
   */
  public record Page(java.util.List<Job> jobs, Optional<String> nextCursor) {}
}

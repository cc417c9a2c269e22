package dev.headroom.jobs.store;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a query that shows only what matters to a test, and reads its pages. */
public final class AQuery {
  private final JobListing listing;
  private final String tenant;
  private Optional<JobStatus> status = Optional.empty();
  private Optional<String> type = Optional.empty();
  private Optional<Priority> priority = Optional.empty();
  private Optional<Instant> since = Optional.empty();
  private int limit = 50;

  public AQuery(JobListing listing, String tenant) {
    this.listing = listing;
    this.tenant = tenant;
  }

  public AQuery withStatus(JobStatus wanted) {
    status = Optional.of(wanted);
    return this;
  }

  public AQuery ofType(String wanted) {
    type = Optional.of(wanted);
    return this;
  }

  public AQuery atPriority(Priority wanted) {
    priority = Optional.of(wanted);
    return this;
  }

  public AQuery since(Instant earliest) {
    since = Optional.of(earliest);
    return this;
  }

  public AQuery byPagesOf(int jobs) {
    limit = jobs;
    return this;
  }

  public JobQuery.Page firstPage() {
    return page(Optional.empty());
  }

  public JobQuery.Page pageAt(String cursor) {
    return page(Optional.of(cursor));
  }

  private JobQuery.Page page(Optional<String> cursor) {
    return listing.list(new JobQuery(tenant, status, type, priority, since, limit, cursor));
  }

  /** Everything, page by page. */
  public List<Job> all() {
    List<Job> jobs = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      JobQuery.Page page = page(cursor);
      if (page.jobs().size() > limit) {
        throw new AssertionError("%d jobs on a page of %d".formatted(page.jobs().size(), limit));
      }
      jobs.addAll(page.jobs());
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return jobs;
  }
}

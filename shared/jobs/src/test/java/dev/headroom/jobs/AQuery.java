package dev.headroom.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a query that shows only what matters to a test, and reads its pages. */
final class AQuery {
  private final JobListing listing;
  private final String tenant;
  private Optional<JobStatus> status = Optional.empty();
  private Optional<String> type = Optional.empty();
  private Optional<Priority> priority = Optional.empty();
  private Optional<Instant> since = Optional.empty();
  private int limit = 50;

  AQuery(JobListing listing, String tenant) {
    this.listing = listing;
    this.tenant = tenant;
  }

  AQuery withStatus(JobStatus wanted) {
    status = Optional.of(wanted);
    return this;
  }

  AQuery ofType(String wanted) {
    type = Optional.of(wanted);
    return this;
  }

  AQuery atPriority(Priority wanted) {
    priority = Optional.of(wanted);
    return this;
  }

  AQuery since(Instant earliest) {
    since = Optional.of(earliest);
    return this;
  }

  AQuery byPagesOf(int jobs) {
    limit = jobs;
    return this;
  }

  JobQuery.Page firstPage() {
    return page(Optional.empty());
  }

  JobQuery.Page pageAt(String cursor) {
    return page(Optional.of(cursor));
  }

  private JobQuery.Page page(Optional<String> cursor) {
    return listing.list(new JobQuery(tenant, status, type, priority, since, limit, cursor));
  }

  /** Everything, page by page. */
  List<Job> all() {
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

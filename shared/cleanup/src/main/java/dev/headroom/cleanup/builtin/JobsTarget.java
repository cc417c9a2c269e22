package dev.headroom.cleanup.builtin;

import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.store.EndedJobs;
import dev.headroom.jobs.store.EndedJobs.Ended;
import dev.headroom.objects.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs that ended longer ago than the retention, with the objects that they stored. The index by
 * status is sorted by creation, so that of the jobs that are kept only those are read that were
 * created before the age limit and ended after it.
 */
final class JobsTarget implements CleanupTarget {
  /** As many as one transaction deletes. */
  private static final int PAGE = 99;

  private final EndedJobs jobs;
  private final ObjectStore objects;

  JobsTarget(EndedJobs jobs, ObjectStore objects) {
    this.jobs = jobs;
    this.objects = objects;
  }

  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public Page find(Scope scope, Optional<String> from) {
    var page = jobs.find(scope.tenant(), scope.olderThan().minusMillis(1), from, PAGE);
    List<JobFolder> folders =
        page.jobs().stream().filter(Ended::mayHaveObjects).map(Ended::folder).toList();
    Map<String, List<Erasable>> stored = StoredObjects.of(scope.tenant(), folders, objects);
    return new Page(page.jobs().stream().map(job -> overdue(job, stored)).toList(), page.next());
  }

  private Overdue overdue(Ended job, Map<String, List<Erasable>> stored) {
    return Overdue.item(
        jobs.removal(job), job.bytes(), stored.getOrDefault(job.folder().prefix(), List.of()));
  }

  @Override
  public void erase(List<String> keys) {
    objects.delete(keys);
  }
}

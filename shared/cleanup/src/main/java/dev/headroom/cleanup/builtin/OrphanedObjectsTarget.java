package dev.headroom.cleanup.builtin;

import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.store.EndedJobs;
import dev.headroom.objects.ObjectStore;
import dev.headroom.objects.ObjectStore.Listed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects whose job does not exist: a submission stored them and was then refused, or a worker
 * stored them that had lost its job. Keys are sorted by the day of the job's creation, so that only
 * days are listed that are older than the retention. {@link JobsTarget} comes first, and leaves
 * little else of these days.
 */
final class OrphanedObjectsTarget implements CleanupTarget {
  /** Parameters are stored before their job is, and S3 has a clock of its own. */
  private static final Duration GRACE = Duration.ofDays(1);

  private static final int PAGE = 500;

  private final EndedJobs jobs;
  private final ObjectStore objects;

  OrphanedObjectsTarget(EndedJobs jobs, ObjectStore objects) {
    this.jobs = jobs;
    this.objects = objects;
  }

  @Override
  public String name() {
    return "orphaned_objects";
  }

  @Override
  public Page find(Scope scope, Optional<String> from) {
    Instant before = earlier(scope.olderThan(), scope.asOf().minus(GRACE));
    List<Listed> page = objects.list(JobFolder.prefixOf(scope.tenant()), from, PAGE);
    Map<String, JobFolder> folders = new TreeMap<>();
    for (Listed object : page) {
      JobFolder.read(object.key())
          .filter(folder -> folder.createdAt().isBefore(before))
          .filter(_ -> object.modifiedAt().isBefore(before))
          .ifPresent(folder -> folders.put(object.key(), folder));
    }
    Set<JobFolder> inUse = jobs.inUse(folders.values());
    List<Overdue> found =
        page.stream()
            .filter(object -> isOrphan(folders.get(object.key()), inUse))
            .map(object -> Overdue.object(new Erasable(object.key(), object.bytes())))
            .toList();
    return new Page(
        found,
        page.size() < PAGE || isOfLaterDay(page.getLast(), before)
            ? Optional.empty()
            : Optional.of(page.getLast().key()));
  }

  private static boolean isOrphan(@Nullable JobFolder folder, Set<JobFolder> inUse) {
    return folder != null && !inUse.contains(folder);
  }

  /** Returns whether all older objects are listed: keys are sorted by day, and then by id. */
  private static boolean isOfLaterDay(Listed last, Instant before) {
    return JobFolder.read(last.key())
        .filter(folder -> folder.day().isAfter(LocalDate.ofInstant(before, ZoneOffset.UTC)))
        .isPresent();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  @Override
  public void erase(List<String> keys) {
    objects.delete(keys);
  }
}

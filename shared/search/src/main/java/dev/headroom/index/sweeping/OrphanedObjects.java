package dev.headroom.index.sweeping;

import dev.headroom.index.Partition;
import dev.headroom.index.snapshots.Snapshots;
import dev.headroom.index.snapshots.Snapshots.Pointer;
import dev.headroom.index.snapshots.Snapshots.Published;
import dev.headroom.index.snapshots.UnreadableSnapshot;
import dev.headroom.objects.ObjectStore;
import dev.headroom.objects.ObjectStore.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds objects in the store that no search index needs any more. They belong to indexes that are
 * no longer written, so that no {@link Sweep} removes them, or to partitions of another number,
 * after a change of {@code SEARCH_PARTITIONS}.
 *
 * <p>It writes nothing and does not load Lucene.
 */
public final class OrphanedObjects {
  /**
   * A writer that is older never continues. It may have been suspended, as on a laptop that sleeps,
   * and would then publish an index without these files.
   */
  public static final Duration ABANDONED = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(OrphanedObjects.class);

  private final ObjectStore objects;
  private final int partitions;

  /**
   * @param partitions the current number of partitions of each tenant
   */
  public OrphanedObjects(ObjectStore objects, int partitions) {
    this.objects = objects;
    this.partitions = partitions;
  }

  /**
   * A page of orphaned objects in the order of their keys.
   *
   * @param next the key after which the next page begins; empty on the last page
   */
  public record Page(List<Listed> found, Optional<String> next) {}

  /**
   * Finds the orphaned objects of a tenant and changes nothing. It lists the tenant's objects and
   * reads one pointer for each partition.
   *
   * @param olderThan only objects that were modified before are found
   * @param now the current time, or an earlier one
   * @param from the {@code next} of the previous page; empty for the first page
   * @param limit the greatest number of objects on the page
   */
  public Page find(
      String tenant, Instant olderThan, Instant now, Optional<String> from, int limit) {
    // The pointer is read before and after the list, so the age in the list is that of this
    // pointer.
    List<Current> current =
        Partition.all(tenant, partitions).stream()
            .map(partition -> new Snapshots(objects, partition))
            .flatMap(snapshots -> Current.read(snapshots).stream())
            .toList();
    Map<Partition, List<Listed>> listed = list(tenant, from);
    List<Listed> over = new ArrayList<>();
    if (isWhole(current)) {
      over.addAll(ofOtherDivisions(listed, earlier(olderThan, now)));
    }
    for (Current one : current) {
      one.orphaned(listed.getOrDefault(one.snapshots().partition(), List.of()), now).stream()
          .filter(file -> file.modifiedAt().isBefore(olderThan))
          .forEach(over::add);
    }
    over.sort(Comparator.comparing(Listed::key));
    List<Listed> found = over.stream().limit(limit).toList();
    return new Page(
        found, over.size() > limit ? Optional.of(found.getLast().key()) : Optional.empty());
  }

  /**
   * Returns whether every partition has an index. Until then the index of the previous division may
   * be the only one.
   */
  private boolean isWhole(List<Current> current) {
    return current.stream().filter(one -> one.newest().isPresent()).count() == partitions;
  }

  private Map<Partition, List<Listed>> list(String tenant, Optional<String> from) {
    Map<Partition, List<Listed>> listed = new LinkedHashMap<>();
    for (Listed one : Sweep.list(objects, Partition.folder(tenant), from)) {
      Partition.ofKey(tenant, one.key())
          .ifPresent(
              partition -> listed.computeIfAbsent(partition, _ -> new ArrayList<>()).add(one));
    }
    return listed;
  }

  private static Instant earlier(Instant olderThan, Instant now) {
    Instant abandoned = now.minus(ABANDONED);
    return olderThan.isBefore(abandoned) ? olderThan : abandoned;
  }

  /** All of a division or nothing: while one of its objects is young, somebody may be using it. */
  private List<Listed> ofOtherDivisions(Map<Partition, List<Listed>> listed, Instant before) {
    Map<Integer, List<Listed>> byCount = new LinkedHashMap<>();
    listed.forEach(
        (partition, files) -> {
          if (partition.count() != partitions) {
            byCount.computeIfAbsent(partition.count(), _ -> new ArrayList<>()).addAll(files);
          }
        });
    return byCount.values().stream()
        .filter(all -> all.stream().allMatch(file -> file.modifiedAt().isBefore(before)))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * A partition of the current division.
   *
   * @param newest empty when it has no index yet
   */
  private record Current(Snapshots snapshots, Optional<Published> newest) {
    /** Reads the pointer, or returns empty when it is unreadable and what it needs is unknown. */
    static Optional<Current> read(Snapshots snapshots) {
      try {
        return Optional.of(new Current(snapshots, snapshots.newest()));
      } catch (UnreadableSnapshot e) {
        LOG.warn(
            "The orphaned objects of an index are unknown while its pointer cannot be read", e);
        return Optional.empty();
      }
    }

    /**
     * Returns the objects that have been unreachable since the pointer was last changed. When that
     * was within the grace time, a reader may still fetch them, and as the index is being written,
     * its sweep removes them.
     */
    List<Listed> orphaned(List<Listed> files, Instant now) {
      Optional<Instant> changedAt =
          files.stream()
              .filter(file -> file.key().equals(snapshots.pointer()))
              .map(Listed::modifiedAt)
              .findFirst();
      if (changedAt.isPresent() != newest.isPresent()
          || changedAt.filter(at -> at.plus(Sweep.GRACE).isAfter(now)).isPresent()) {
        return List.of();
      }
      Predicate<String> needed =
          newest.map(one -> Sweep.needed(snapshots, one.snapshot())).orElse(_ -> false);
      List<Listed> over =
          files.stream()
              .filter(file -> !needed.test(file.key()) && isOver(file, changedAt, now))
              .toList();
      return over.isEmpty() || isUnchanged() ? over : List.of();
    }

    /** Returns whether the pointer that was listed is the one that was read. */
    private boolean isUnchanged() {
      return snapshots.pointerObject().map(Pointer::version).equals(newest.map(Published::version));
    }

    /**
     * Returns whether no writer can publish a file any more. A file that was uploaded before the
     * pointer's last change belongs to an attempt that must fail; a newer one may be published
     * until its writer is certainly dead.
     */
    private static boolean isOver(Listed file, Optional<Instant> changedAt, Instant now) {
      return changedAt.filter(file.modifiedAt()::isBefore).isPresent()
          || !file.modifiedAt().plus(ABANDONED).isAfter(now);
    }
  }
}

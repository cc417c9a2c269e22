package dev.headroom.index;

import dev.headroom.index.Snapshots.Pointer;
import dev.headroom.index.Snapshots.Published;
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
 * Objects of search indexes that no index needs any more: what the {@link Sweep} of an index did
 * not get to that nobody writes any more, and the indexes of other divisions, after a change of
 * {@code SEARCH_PARTITIONS}.
 *
 * <p>It leaves no marks, and uses nothing of Lucene.
 */
public final class Leftovers {
  /**
   * After so long, no writer goes on. It may have been frozen, as on a laptop that sleeps; what it
   * then published would be an index without these files.
   */
  static final Duration ABANDONED = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final ObjectStore objects;
  private final int partitions;

  /**
   * @param partitions into how many each tenant is divided now
   */
  public Leftovers(ObjectStore objects, int partitions) {
    this.objects = objects;
    this.partitions = partitions;
  }

  /**
   * Some leftovers, in the order of their keys.
   *
   * @param next where to go on, when there are more
   */
  public record Page(List<Listed> found, Optional<String> next) {}

  /**
   * Finds what was left of a tenant's indexes, and changes nothing. It lists the tenant's objects,
   * and reads one pointer for each partition.
   *
   * @param olderThan nothing younger is found
   * @param now or some time before
   * @param from the {@code next} of the page before; empty for the first
   * @param limit how many at most
   */
  public Page find(
      String tenant, Instant olderThan, Instant now, Optional<String> from, int limit) {
    // Before the list, and looked at again after it: so it is this pointer whose age the list
    // tells.
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
      one.leftovers(listed.getOrDefault(one.snapshots().partition(), List.of()), now).stream()
          .filter(file -> file.modifiedAt().isBefore(olderThan))
          .forEach(over::add);
    }
    over.sort(Comparator.comparing(Listed::key));
    List<Listed> found = over.stream().limit(limit).toList();
    return new Page(
        found, over.size() > limit ? Optional.of(found.getLast().key()) : Optional.empty());
  }

  /** Until then the division before may be the only index that there is. */
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
   * A partition of the present division.
   *
   * @param newest empty when it has no index yet
   */
  private record Current(Snapshots snapshots, Optional<Published> newest) {
    /** Of what cannot be read nobody knows what it needs. */
    static Optional<Current> read(Snapshots snapshots) {
      try {
        return Optional.of(new Current(snapshots, snapshots.newest()));
      } catch (UnreadableSnapshot e) {
        LOG.warn("What was left of an index is not known while its pointer cannot be read", e);
        return Optional.empty();
      }
    }

    /**
     * What the pointer does not reach was unreachable for as long as the pointer is as it is. When
     * that is not long, a reader may be fetching it still; and then the index is written, and
     * swept.
     */
    List<Listed> leftovers(List<Listed> files, Instant now) {
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
      return over.isEmpty() || isStill() ? over : List.of();
    }

    /** Whether the pointer that was listed is the one that was read. */
    private boolean isStill() {
      return snapshots.there().map(Pointer::version).equals(newest.map(Published::version));
    }

    /**
     * Whoever uploaded a file before the pointer's last change began with another pointer, and
     * cannot publish it any more. What is newer may yet be published, until its writer is dead for
     * certain.
     */
    private static boolean isOver(Listed file, Optional<Instant> changedAt, Instant now) {
      return changedAt.filter(file.modifiedAt()::isBefore).isPresent()
          || !file.modifiedAt().plus(ABANDONED).isAfter(now);
    }
  }
}

package dev.headroom.cleanup.builtin;

import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.index.sweeping.OrphanedObjects;
import dev.headroom.objects.ObjectStore;
import java.util.List;
import java.util.Optional;

/** Files of search indexes that no index uses any more. */
final class SearchIndexTarget implements CleanupTarget {
  private static final int PAGE = 500;

  private final ObjectStore objects;
  private final OrphanedObjects orphans;

  /**
   * Creates the target.
   *
   * @param partitions the present number of partitions of each tenant's index
   */
  SearchIndexTarget(ObjectStore objects, int partitions) {
    this.objects = objects;
    this.orphans = new OrphanedObjects(objects, partitions);
  }

  @Override
  public String name() {
    return "search_index";
  }

  @Override
  public Page find(Scope scope, Optional<String> from) {
    OrphanedObjects.Page page =
        orphans.find(scope.tenant(), scope.olderThan(), scope.asOf(), from, PAGE);
    return new Page(
        page.found().stream()
            .map(file -> Overdue.object(new Erasable(file.key(), file.bytes())))
            .toList(),
        page.next());
  }

  @Override
  public void erase(List<String> keys) {
    objects.delete(keys);
  }
}

package dev.headroom.cleanup.builtin;

import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.search.OldChunks;
import java.util.List;
import java.util.Optional;

/**
 * Chunks that were created longer ago than the retention. An application has stored them, so only a
 * schedule that names them removes them. The search index follows the table's stream, as with any
 * other removal.
 */
final class ChunksTarget implements CleanupTarget {
  private static final int PAGE = 99;

  private final OldChunks chunks;

  ChunksTarget(OldChunks chunks) {
    this.chunks = chunks;
  }

  @Override
  public String name() {
    return "chunks";
  }

  @Override
  public boolean isUsual() {
    return false;
  }

  @Override
  public Page find(Scope scope, Optional<String> from) {
    OldChunks.Page page = chunks.find(scope.tenant(), scope.olderThan(), from, PAGE);
    return new Page(
        page.chunks().stream()
            .map(chunk -> Overdue.item(chunk.deletion(), chunk.bytes(), List.of()))
            .toList(),
        page.next());
  }

  @Override
  public void erase(List<String> keys) {
    // Chunks have no objects.
  }
}

package dev.headroom.cache.proof;

import dev.headroom.cache.proof.Chronicle.Entry;
import dev.headroom.cache.proof.Chronicle.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which entries must be there: those that were put, and that nothing can have taken along since.
 */
final class Certainties {
  /** An entry that must be there, and until when. */
  private record Certain(Value value, long wallEnd) {}

  private final Map<Entry, Certain> certain = new HashMap<>();
  private long disturbances;

  void mustBeThere(Value value, long wallEnd) {
    certain.put(value.entry(), new Certain(value, wallEnd));
  }

  void mayBeGone(Entry entry) {
    mayBeGone(value -> value.entry().equals(entry));
  }

  void mayBeGone(Predicate<Value> covers) {
    disturbances++;
    certain.values().removeIf(it -> covers.test(it.value()));
  }

  /** What must be found of an entry by whoever's clock says so. */
  Optional<Value> of(Entry entry, long wall) {
    return Optional.ofNullable(certain.get(entry))
        .filter(it -> wall < it.wallEnd())
        .map(Certain::value);
  }

  /**
   * How often something may have gone so far: what began at another count is certain of nothing.
   */
  long disturbances() {
    return disturbances;
  }
}

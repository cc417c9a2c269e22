package dev.headroom.cache.proof;

/** How much happened. */
final class HistoryCounts {
  long steps;
  long operations;
  long nested;
  long loads;
  long served;
  long faults;
  long evictions;

  void add(HistoryCounts other) {
    steps += other.steps;
    operations += other.operations;
    nested += other.nested;
    loads += other.loads;
    served += other.served;
    faults += other.faults;
    evictions += other.evictions;
  }

  @Override
  public String toString() {
    return "%d steps, %d operations (%d within others), %d loads, %d values served, %d faults, %d evictions"
        .formatted(steps, operations, nested, loads, served, faults, evictions);
  }
}

package dev.headroom.index;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a writer may be doing when it is killed. */
enum Work {
  /** The first index of a tenant. */
  FIRST(0),
  APPLY(3),
  /** One after which segments are merged. */
  APPLY_AND_MERGE(9),
  REBUILD(3),
  /** One that has files to delete. */
  SWEEP(4);

  private final int appliesBefore;

  Work(int appliesBefore) {
    this.appliesBefore = appliesBefore;
  }

  /** The ids of the chunks whose changes are not in the index yet when {@link #begin} is called. */
  static List<String> changed() {
    return Stream.concat(
            Stream.of("new", "replaced", "removed", "never there"),
            IntStream.range(0, 5).mapToObj(i -> "kept " + i))
        .toList();
  }

  /** An index that has a history, and a table that has changed since. */
  void prepare(Site site) {
    PartitionWriter writer = site.writer();
    site.put("replaced", "before");
    site.put("removed", "before");
    for (int i = 0; i < appliesBefore; i++) {
      site.put("kept " + i, "text " + i);
      writer.apply(List.of("kept " + i, "replaced"));
    }
    if (this == SWEEP) {
      site.sweep().run();
      site.clock().advance(Sweep.GRACE);
    }
    site.put("new", "text");
    site.put("replaced", "after");
    site.remove("removed");
  }

  void begin(Site site, PartitionWriter writer) {
    switch (this) {
      case FIRST, APPLY, APPLY_AND_MERGE -> {
        var _ = writer.apply(changed());
      }
      case REBUILD -> {
        var _ = writer.rebuild(_ -> {});
      }
      case SWEEP -> {
        // As after a change, when it is due.
        site.sweep().runIfDue();
      }
    }
  }
}

package dev.headroom.index;

import dev.headroom.index.sweeping.Sweep;
import dev.headroom.index.writing.PartitionWriter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tasks during which a writer may be killed. */
enum WriterTask {
  /** The first index of a tenant. */
  FIRST(0),
  APPLY(3),
  /** An apply after which segments are merged. */
  APPLY_AND_MERGE(9),
  REBUILD(3),
  /** A sweep that has files to delete. */
  SWEEP(4);

  private final int appliesBefore;

  WriterTask(int appliesBefore) {
    this.appliesBefore = appliesBefore;
  }

  /**
   * Returns the ids of the chunks that are changed and not yet indexed when {@link #begin} is
   * called.
   */
  static List<String> changed() {
    return Stream.concat(
            Stream.of("new", "replaced", "removed", "never there"),
            IntStream.range(0, 5).mapToObj(i -> "kept " + i))
        .toList();
  }

  /** Writes an index several times, and then changes the table. */
  void prepare(IndexFixture fixture) {
    PartitionWriter writer = fixture.writer();
    fixture.put("replaced", "before");
    fixture.put("removed", "before");
    for (int i = 0; i < appliesBefore; i++) {
      fixture.put("kept " + i, "text " + i);
      writer.apply(List.of("kept " + i, "replaced"));
    }
    if (this == SWEEP) {
      fixture.sweep().run();
      fixture.clock().advance(Sweep.GRACE);
    }
    fixture.put("new", "text");
    fixture.put("replaced", "after");
    fixture.remove("removed");
  }

  void begin(IndexFixture fixture, PartitionWriter writer) {
    switch (this) {
      case FIRST, APPLY, APPLY_AND_MERGE -> {
        var _ = writer.apply(changed());
      }
      case REBUILD -> {
        var _ = writer.rebuild(_ -> {});
      }
      case SWEEP -> {
        // As after a change, when it is due.
        fixture.sweep().runIfDue();
      }
    }
  }
}

package dev.headroom.benchmarks.cleanup;

/** What is removed. */
public enum Kind {
  CHUNKS("chunks", "chunks", 0),
  JOBS("jobs", "ended jobs without objects", 0),
  JOBS_WITH_OBJECTS("jobs", "ended jobs with 3 objects each", 3);

  private final String target;
  private final String label;
  private final int objects;

  Kind(String target, String label, int objects) {
    this.target = target;
    this.label = label;
    this.objects = objects;
  }

  /** The clean-up target that finds it. */
  public String target() {
    return target;
  }

  public String label() {
    return label;
  }

  /** How many objects each item has. */
  public int objects() {
    return objects;
  }
}

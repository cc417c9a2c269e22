package dev.headroom.cleanup.runs;

/**
 * Counts of what was found and what was removed.
 *
 * @param found items and objects that were overdue
 * @param items removed items of DynamoDB
 * @param objects removed objects outside of DynamoDB
 * @param bytes the size of both
 * @param kept items and objects that were found, but were in use again before they were removed
 */
public record RemovalCounts(long found, long items, long objects, long bytes, long kept) {
  public static final RemovalCounts NONE = new RemovalCounts(0, 0, 0, 0, 0);

  /** Returns how many items and objects were removed. */
  public long files() {
    return items + objects;
  }

  /** Returns the sum of two counts. */
  public RemovalCounts plus(RemovalCounts other) {
    return new RemovalCounts(
        found + other.found,
        items + other.items,
        objects + other.objects,
        bytes + other.bytes,
        kept + other.kept);
  }

  RemovalCounts minus(RemovalCounts other) {
    return new RemovalCounts(
        found - other.found,
        items - other.items,
        objects - other.objects,
        bytes - other.bytes,
        kept - other.kept);
  }

  static RemovalCounts found(long files) {
    return new RemovalCounts(files, 0, 0, 0, 0);
  }

  static RemovalCounts removedItem(long bytes) {
    return new RemovalCounts(0, 1, 0, bytes, 0);
  }

  static RemovalCounts removedObjects(long count, long bytes) {
    return new RemovalCounts(0, 0, count, bytes, 0);
  }

  static RemovalCounts kept(long files) {
    return new RemovalCounts(0, 0, 0, 0, files);
  }
}

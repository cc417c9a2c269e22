package dev.headroom.cleanup.runs;

/**
 * What came of things that were over.
 *
 * @param found items and objects that were over
 * @param items those of DynamoDB that were removed
 * @param objects those that lay elsewhere and were removed
 * @param bytes what both took
 * @param kept found, but in use again before they could be removed
 */
public record RemovalCounts(long found, long items, long objects, long bytes, long kept) {
  public static final RemovalCounts NONE = new RemovalCounts(0, 0, 0, 0, 0);

  public long files() {
    return items + objects;
  }

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

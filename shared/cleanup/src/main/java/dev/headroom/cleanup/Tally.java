package dev.headroom.cleanup;

/**
 * What came of things that were over.
 *
 * @param found items and objects that were over
 * @param items those of DynamoDB that were removed
 * @param objects those that lay elsewhere and were removed
 * @param bytes what both took
 * @param kept found, but in use again before they could be removed
 */
public record Tally(long found, long items, long objects, long bytes, long kept) {
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

  public long files() {
    return items + objects;
  }

  Tally plus(Tally other) {
    return new Tally(
        found + other.found,
        items + other.items,
        objects + other.objects,
        bytes + other.bytes,
        kept + other.kept);
  }

  Tally minus(Tally other) {
    return new Tally(
        found - other.found,
        items - other.items,
        objects - other.objects,
        bytes - other.bytes,
        kept - other.kept);
  }

  static Tally found(long files) {
    return new Tally(files, 0, 0, 0, 0);
  }

  static Tally removedItem(long bytes) {
    return new Tally(0, 1, 0, bytes, 0);
  }

  static Tally removedObjects(long count, long bytes) {
    return new Tally(0, 0, count, bytes, 0);
  }

  static Tally kept(long files) {
    return new Tally(0, 0, 0, 0, files);
  }
}

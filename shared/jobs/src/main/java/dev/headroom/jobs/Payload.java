package dev.headroom.jobs;

import software.amazon.awssdk.core.SdkBytes;

/**
 * A JSON document of a job, compressed, where it lies.
 *
 * <p>Every write to an item is charged for the whole item, and a job is written at least three
 * times; so beyond a few kilobytes an object is cheaper: three write units a kilobyte against one
 * PUT and one GET break even near 3 KB at the list prices of November 2026 ($0.625 a million units,
 * $5 a million PUTs, $0.4 a million GETs).
 */
public sealed interface Payload {
  /** The largest compressed document that lies in the item, in bytes. */
  int MAX_INLINE_BYTES = 4 * 1024;

  /** The largest document that lies in the item, in bytes before compression: it bounds a list. */
  int MAX_INLINE_JSON_BYTES = 16 * 1024;

  /** Before compression, in bytes. */
  long jsonBytes();

  /** Whether something of it lies in the object store. */
  boolean hasObjects();

  /**
   * In the item.
   *
   * @param hasObjects whether it names objects that hold the rest
   */
  record Inline(SdkBytes gzip, long jsonBytes, boolean hasObjects) implements Payload {
    /** All of it is in the item. */
    public Inline(SdkBytes gzip, long jsonBytes) {
      this(gzip, jsonBytes, false);
    }
  }

  /** In the object store. */
  record Stored(String key, long jsonBytes) implements Payload {
    @Override
    public boolean hasObjects() {
      return true;
    }
  }
}

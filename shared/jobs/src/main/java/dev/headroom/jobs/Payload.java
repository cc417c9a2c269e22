package dev.headroom.jobs;

import software.amazon.awssdk.core.SdkBytes;

/**
 * A compressed JSON document of a job, in the job's item or in the object store.
 *
 * <p>Every write to an item is charged for the whole item, and a job is written at least three
 * times. Beyond a few kilobytes an object is cheaper: three write units a kilobyte against one PUT
 * and one GET break even near 3 KB at the list prices of November 2026 ($0.625 a million units, $5
 * a million PUTs, $0.4 a million GETs).
 */
public sealed interface Payload {
  /** The largest compressed document in the item, in bytes. */
  int MAX_INLINE_BYTES = 4 * 1024;

  /** The largest document in the item, in bytes before compression: it bounds a list's answer. */
  int MAX_INLINE_JSON_BYTES = 16 * 1024;

  /** Returns the size before compression, in bytes. */
  long jsonBytes();

  /** Returns whether a part of the document is in the object store. */
  boolean hasObjects();

  /**
   * A document in the item.
   *
   * @param hasObjects whether it names objects that hold the rest
   */
  record Inline(SdkBytes gzip, long jsonBytes, boolean hasObjects) implements Payload {
    /** Creates a document that is in the item as a whole. */
    public Inline(SdkBytes gzip, long jsonBytes) {
      this(gzip, jsonBytes, false);
    }
  }

  /** A document in the object store. */
  record Stored(String key, long jsonBytes) implements Payload {
    @Override
    public boolean hasObjects() {
      return true;
    }
  }
}

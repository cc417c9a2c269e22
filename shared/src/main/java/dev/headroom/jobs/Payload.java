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

  /** In the item. */
  record Inline(SdkBytes gzip, long jsonBytes) implements Payload {}

  /** In the object store. */
  record Stored(String key, long jsonBytes) implements Payload {}
}

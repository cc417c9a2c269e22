package dev.headroom.cache.statistics;

/** The events that are counted of a namespace. */
public enum CacheEvent {
  /** Served from this process's memory. */
  LOCAL_HIT,
  /** Served from Redis. */
  REMOTE_HIT,
  /** Nothing was there, or what was there may not be served any more. */
  MISS,
  /** An entry was put. */
  SET,
  /** An entry was removed. */
  DELETE,
  /** Work was done, for a miss or early. */
  LOAD,
  /** The work for a load failed. */
  LOAD_FAILURE,
  /** Served past its time to live. */
  STALE,
  /** Redis did not answer. */
  OUTAGE,
  /** Hits in memory that were timed. */
  LOCAL_SAMPLES,
  /** The nanoseconds that those samples took. */
  LOCAL_NANOS,
  /** Reads of Redis, hit or miss. */
  REMOTE_SAMPLES,
  /** The nanoseconds that those reads took. */
  REMOTE_NANOS,
  /** Entries by which the namespace grew, but for those that expired or were invalidated. */
  ENTRIES,
  /** Bytes by which the namespace grew, likewise. */
  BYTES
}

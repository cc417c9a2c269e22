package dev.headroom.cache;

/** What is counted of a namespace. */
enum CacheEvent {
  /** Served from this process's memory. */
  LOCAL_HIT,
  /** Served from Redis. */
  REMOTE_HIT,
  /** Not there, or not to be served any more. */
  MISS,
  SET,
  DELETE,
  /** Work was done, for a miss or early. */
  LOAD,
  LOAD_FAILURE,
  /** Served past its time to live. */
  STALE,
  /** Redis did not answer. */
  OUTAGE,
  /** Samples of {@link #LOCAL_HIT}, and the nanoseconds that they took. */
  LOCAL_SAMPLES,
  LOCAL_NANOS,
  /** Reads of Redis, hit or miss, and the nanoseconds that they took. */
  REMOTE_SAMPLES,
  REMOTE_NANOS,
  /** By how much the namespace grew in Redis, but for what expired, was evicted or invalidated. */
  ENTRIES,
  BYTES
}

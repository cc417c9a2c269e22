package dev.headroom.jobs.statistics;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A record of the job table's stream.
 *
 * @param sequence its number in its shard, padded with zeros so that texts sort like numbers
 * @param recordedAt when the change was made, to the second or worse
 * @param before the job before the change; empty when the job was put
 * @param after the job after the change; empty when the job was deleted
 */
record Change(
    String sequence, Instant recordedAt, Optional<JobImage> before, Optional<JobImage> after) {
  /** How many digits the longest sequence number has. */
  private static final int DIGITS = 40;

  static String padded(String sequenceNumber) {
    return "0".repeat(Math.max(0, DIGITS - sequenceNumber.length())) + sequenceNumber;
  }

  String tenant() {
    return Stream.of(after, before).flatMap(Optional::stream).findFirst().orElseThrow().tenant();
  }

  /**
   * Returns when the change was made, as exactly as possible: by the latest of the job's own times
   * if it is of this change, else by the stream.
   */
  Instant at() {
    return after.map(JobImage::latest).filter(recordedAt::isBefore).orElse(recordedAt);
  }
}

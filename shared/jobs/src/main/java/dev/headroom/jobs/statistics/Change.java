package dev.headroom.jobs.statistics;

import dev.headroom.jobs.JobImage;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One record of the job table's stream.
 *
 * @param sequence its number in its shard, with zeros before it, so that the order of the texts is
 *     that of the numbers
 * @param recordedAt when it was made, to the second or worse
 * @param before empty when the job was put
 * @param after empty when the job was deleted
 */
record Change(
    String sequence, Instant recordedAt, Optional<JobImage> before, Optional<JobImage> after) {
  /** The longest sequence number. */
  private static final int DIGITS = 40;

  static String padded(String sequenceNumber) {
    return "0".repeat(Math.max(0, DIGITS - sequenceNumber.length())) + sequenceNumber;
  }

  String tenant() {
    return Stream.of(after, before).flatMap(Optional::stream).findFirst().orElseThrow().tenant();
  }

  /**
   * When it was made, as exactly as can be told: a job's own times are exact, if they are of it.
   */
  Instant at() {
    return after.map(JobImage::latest).filter(recordedAt::isBefore).orElse(recordedAt);
  }
}

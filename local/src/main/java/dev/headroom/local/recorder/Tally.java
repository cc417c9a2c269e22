package dev.headroom.local.recorder;

import java.util.Map;

/**
 * What calls of one kind came to.
 *
 * @param capacityUnits what DynamoDB said they consumed, where it was asked to
 * @param statuses HTTP status to number of attempts; the SDK's retries count
 */
public record Tally(double capacityUnits, Map<Integer, Long> statuses) {
  public long attempts() {
    return statuses.values().stream().mapToLong(Long::longValue).sum();
  }
}

package dev.headroom.local.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;

/**
 * A tumbling window that is open: as in
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html
 *
 * @param end not part of it
 * @param state an object: what the last invocation answered, empty before the first
 */
record TumblingWindow(Instant start, Instant end, JsonNode state) {
  /** Whether an invocation is the last of its window, and why. */
  enum End {
    NOT_YET,
    OVER,
    TOO_MUCH_STATE
  }

  /** The window that a moment lies in. */
  static TumblingWindow around(Instant moment, Duration size) {
    long seconds = size.toSeconds();
    long start = Math.floorDiv(moment.getEpochSecond(), seconds) * seconds;
    return new TumblingWindow(
        Instant.ofEpochSecond(start), Instant.ofEpochSecond(start + seconds), noState());
  }

  static JsonNode noState() {
    return Json.STORED.createObjectNode();
  }

  TumblingWindow with(JsonNode newState) {
    return new TumblingWindow(start, end, newState);
  }
}

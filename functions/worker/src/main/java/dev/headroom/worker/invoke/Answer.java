package dev.headroom.worker.invoke;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/** What a function says at the end of one call. */
sealed interface Answer {
  /**
   * The work is done.
   *
   * @param pagedBy the name of the array in the result that is read in pages, if it has one
   */
  record Done(ObjectNode result, Optional<String> pagedBy) implements Answer {}

  /**
   * It wants to be called again, from here.
   *
   * @param progress 0 to 1
   */
  record GoOn(ObjectNode checkpoint, Optional<Double> progress, Optional<String> message)
      implements Answer {}

  /**
   * It did not work out this time.
   *
   * @param delay 0 to 7 days
   */
  record Retry(Duration delay, String error) implements Answer {}

  /** The work cannot be done. */
  record Failed(String error) implements Answer {}
}

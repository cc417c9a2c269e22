package dev.headroom.local.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import dev.headroom.local.lambda.Outcome;
import java.util.List;

/**
 * What a function made of a batch of changes: as in
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
sealed interface StreamAnswer {
  /**
   * Some or all are done.
   *
   * @param count how many, from the first; the others come again
   * @param state for the next invocation of the window, an object
   */
  record Done(int count, JsonNode state) implements StreamAnswer {}

  /** None is done, and all come again. */
  record Failed() implements StreamAnswer {}

  /**
   * Reads the answer.
   *
   * @param batch the sequence numbers of its changes
   * @param reportsFailures whether the function's answer names those that failed
   */
  static StreamAnswer of(Outcome outcome, List<String> batch, boolean reportsFailures) {
    return switch (outcome) {
      case Outcome.Failed _, Outcome.Throttled _, Outcome.TooLarge _ -> new Failed();
      case Outcome.Succeeded(String payload) -> of(payload, batch, reportsFailures);
    };
  }

  private static StreamAnswer of(String payload, List<String> batch, boolean reportsFailures) {
    JsonNode answer;
    try {
      answer = Json.STORED.readTree(payload);
    } catch (JsonProcessingException _) {
      answer = Json.STORED.missingNode();
    }
    int done = batch.size();
    if (reportsFailures) {
      for (JsonNode failure : answer.path("batchItemFailures")) {
        // A failure that is none of the batch's fails all of it.
        int index = batch.indexOf(failure.path("itemIdentifier").asText());
        done = Math.min(done, Math.max(0, index));
      }
    }
    JsonNode state = answer.path("state");
    return done == 0 && !batch.isEmpty()
        ? new Failed()
        : new Done(done, state.isObject() ? state : Json.STORED.createObjectNode());
  }
}

package dev.headroom.local.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import dev.headroom.local.lambda.Outcome;
import java.util.HashSet;
import java.util.Set;

/**
 * Which messages of a batch are done: as in
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
final class BatchResult {
  private BatchResult() {}

  /**
   * The ids of the messages that can be deleted.
   *
   * @param batch the ids of all its messages
   * @param reportsFailures whether the function's answer names those that failed
   */
  static Set<String> done(Set<String> batch, Outcome outcome, boolean reportsFailures) {
    return switch (outcome) {
      case Outcome.Failed _, Outcome.Throttled _, Outcome.TooLarge _ -> Set.of();
      case Outcome.Succeeded _ when !reportsFailures -> batch;
      case Outcome.Succeeded(String payload) -> withoutFailures(batch, payload);
    };
  }

  /** An answer that names no message of the batch, or none at all, fails the whole batch. */
  private static Set<String> withoutFailures(Set<String> batch, String payload) {
    JsonNode failures;
    try {
      failures = Json.CAMEL_CASE.readTree(payload).path("batchItemFailures");
    } catch (JsonProcessingException _) {
      return payload.isBlank() ? batch : Set.of();
    }
    var done = new HashSet<>(batch);
    for (JsonNode failure : failures) {
      if (!done.remove(failure.path("itemIdentifier").asText())) {
        return Set.of();
      }
    }
    return done;
  }
}

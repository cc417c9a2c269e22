package dev.headroom.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.digest.Sha256;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job as a client wishes it.
 *
 * @param type the name of a job type
 * @param parameters what the type's schema allows
 * @param delay before it may start, 0 to 7 days
 * @param idempotencyKey under which a tenant submits this job once, however often it asks: 1 to 200
 *     characters
 */
public record Submission(
    String type,
    ObjectNode parameters,
    JobTerms terms,
    Duration delay,
    Optional<String> idempotencyKey) {
  private static final int MAX_KEY_LENGTH = 200;

  /**
   * @throws HeadroomException.Invalid naming each that is out of its range
   */
  public Submission {
    List<FieldError> faults = new ArrayList<>();
    if (delay.isNegative() || delay.compareTo(JobTerms.MAX_DELAY) > 0) {
      faults.add(
          new FieldError(
              "delay_seconds",
              "must be from 0 to %d; got %d"
                  .formatted(JobTerms.MAX_DELAY.toSeconds(), delay.toSeconds())));
    }
    if (idempotencyKey.filter(key -> key.isBlank() || key.length() > MAX_KEY_LENGTH).isPresent()) {
      faults.add(
          new FieldError(
              "Idempotency-Key", "must have 1 to %d characters".formatted(MAX_KEY_LENGTH)));
    }
    if (!faults.isEmpty()) {
      throw new HeadroomException.Invalid(faults);
    }
  }

  /**
   * On the usual terms, at once.
   *
   * @param parameters a record, a map or a JSON object
   */
  public static Submission of(String type, Object parameters) {
    ObjectNode json = Json.SNAKE_CASE.valueToTree(parameters);
    return new Submission(type, json, JobTerms.DEFAULT, Duration.ZERO, Optional.empty());
  }

  public Submission on(JobTerms others) {
    return new Submission(type, parameters, others, delay, idempotencyKey);
  }

  public Submission after(Duration other) {
    return new Submission(type, parameters, terms, other, idempotencyKey);
  }

  public Submission under(String key) {
    return new Submission(type, parameters, terms, delay, Optional.of(key));
  }

  /** The same for the same wish, whatever the order of its parameters' names. */
  String fingerprint() {
    ObjectNode asked =
        Json.STORED
            .createObjectNode()
            .put("type", type)
            .put("delay", delay.toString())
            .<ObjectNode>set("terms", Json.STORED.valueToTree(terms))
            .set("parameters", parameters);
    try {
      return Sha256.hex(
          Json.STORED
              .writer()
              .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
              .writeValueAsString(asked));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree that is not JSON", e);
    }
  }
}

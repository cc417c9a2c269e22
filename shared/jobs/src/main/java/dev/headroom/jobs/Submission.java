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
 * A job as a client submits it.
 *
 * @param type the name of a job type
 * @param parameters must be valid by the type's schema
 * @param options how the job runs
 * @param delay how long the job waits before it may start, 0 to 7 days
 * @param idempotencyKey makes the tenant submit this job only once, however often it asks; 1 to 200
 *     characters
 */
public record Submission(
    String type,
    ObjectNode parameters,
    JobOptions options,
    Duration delay,
    Optional<String> idempotencyKey) {
  private static final int MAX_KEY_LENGTH = 200;

  /**
   * Checks the submission.
   *
   * @throws HeadroomException.Invalid naming each part that is out of its range
   */
  public Submission {
    List<FieldError> faults = new ArrayList<>();
    if (delay.isNegative() || delay.compareTo(JobOptions.MAX_DELAY) > 0) {
      faults.add(
          new FieldError(
              "delay_seconds",
              "must be from 0 to %d; got %d"
                  .formatted(JobOptions.MAX_DELAY.toSeconds(), delay.toSeconds())));
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
   * Returns a submission with the usual options and without a delay.
   *
   * @param parameters a record, a map or a JSON object
   */
  public static Submission of(String type, Object parameters) {
    ObjectNode json = Json.SNAKE_CASE.valueToTree(parameters);
    return new Submission(type, json, JobOptions.DEFAULT, Duration.ZERO, Optional.empty());
  }

  /** Returns this submission with other options. */
  public Submission with(JobOptions others) {
    return new Submission(type, parameters, others, delay, idempotencyKey);
  }

  /** Returns this submission with a delay of 0 to 7 days. */
  public Submission after(Duration other) {
    return new Submission(type, parameters, options, other, idempotencyKey);
  }

  /** Returns this submission under an idempotency key of 1 to 200 characters. */
  public Submission under(String key) {
    return new Submission(type, parameters, options, delay, Optional.of(key));
  }

  /**
   * Returns a hash that is the same for the same submission, whatever the order of the names in its
   * parameters. Hashes are stored: what goes into them keeps its names.
   */
  public String fingerprint() {
    ObjectNode submitted =
        Json.STORED
            .createObjectNode()
            .put("type", type)
            .put("delay", delay.toString())
            .<ObjectNode>set("terms", Json.STORED.valueToTree(options))
            .set("parameters", parameters);
    try {
      return Sha256.hex(
          Json.STORED
              .writer()
              .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
              .writeValueAsString(submitted));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree that is not JSON", e);
    }
  }
}

package dev.headroom.worker.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.JobOptions;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a function has answered, and says what is wrong with it. */
final class AnswerReader {
  private static final String ANSWER = "The function's answer";
  private static final int MAX_SHOWN = 200;

  private final JsonNode answer;

  private AnswerReader(JsonNode answer) {
    this.answer = answer;
  }

  /**
   * @throws HeadroomException.Invalid when it is none of the four
   */
  static Answer read(byte[] json) {
    try {
      return new AnswerReader(Json.SNAKE_CASE.readTree(json)).read();
    } catch (JsonProcessingException e) {
      throw wrong("must be JSON: " + shown(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is nothing to wait for in an array
    }
  }

  private Answer read() {
    if (answer.has("result")) {
      allowOnly("result", "paged_by");
      return new Answer.Done(object("result"), pagedBy());
    }
    if (answer.has("checkpoint")) {
      allowOnly("checkpoint", "progress", "message");
      return new Answer.GoOn(object("checkpoint"), progress(), text("message"));
    }
    if (answer.has("retry_in_seconds")) {
      allowOnly("retry_in_seconds", "error");
      return new Answer.Retry(delay(), error());
    }
    if (answer.has("error")) {
      allowOnly("error");
      return new Answer.Failed(error());
    }
    throw wrong(
        "must be an object with a result, a checkpoint, retry_in_seconds and an error, or an error;"
            + " got "
            + got(answer));
  }

  private void allowOnly(String what, String... others) {
    Set<String> allowed = Set.of(others);
    Set<String> unknown =
        answer.properties().stream()
            .map(java.util.Map.Entry::getKey)
            .filter(name -> !name.equals(what) && !allowed.contains(name))
            .collect(Collectors.toUnmodifiableSet());
    if (!unknown.isEmpty()) {
      throw wrong(
          "must have nothing beside %s but %s; got %s"
              .formatted(what, String.join(", ", others), shown(String.join(", ", unknown))));
    }
  }

  private ObjectNode object(String name) {
    if (answer.get(name) instanceof ObjectNode object) {
      return object;
    }
    throw wrong("must have an object as %s; got %s".formatted(name, got(answer.path(name))));
  }

  private Optional<String> pagedBy() {
    Optional<String> name = text("paged_by");
    if (name.isPresent() && !answer.path("result").path(name.get()).isArray()) {
      throw wrong(
          "must name an array of its result as paged_by; got \"%s\"".formatted(shown(name.get())));
    }
    return name;
  }

  private Optional<Double> progress() {
    return number("progress", 1);
  }

  private Duration delay() {
    double seconds = number("retry_in_seconds", JobOptions.MAX_DELAY.toSeconds()).orElse(0.0);
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  private Optional<Double> number(String name, long max) {
    JsonNode value = answer.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= max)) {
      throw wrong("must have a number from 0 to %d as %s; got %s".formatted(max, name, got(value)));
    }
    return Optional.of(value.doubleValue());
  }

  private String error() {
    return text("error")
        .filter(error -> !error.isBlank())
        .orElseThrow(() -> wrong("must say in error, in a sentence, what went wrong"));
  }

  private Optional<String> text(String name) {
    JsonNode value = answer.path(name);
    if (!value.isMissingNode() && !value.isTextual()) {
      throw wrong("must have a text as %s; got %s".formatted(name, got(value)));
    }
    return Optional.ofNullable(value.textValue());
  }

  private static String got(JsonNode value) {
    return value.isMissingNode() ? "nothing" : shown(value.toString());
  }

  private static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private static HeadroomException.Invalid wrong(String why) {
    return new HeadroomException.Invalid(ANSWER, why);
  }
}

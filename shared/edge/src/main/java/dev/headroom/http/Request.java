package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.dialect.Dialect;
import dev.headroom.dialect.Failure;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** One HTTP request as a route's handler sees it: names already decoded, the caller known. */
public final class Request {
  private static final int MAX_PARAMETER_LENGTH = 2_000;

  private final APIGatewayV2HTTPEvent event;
  private final Caller caller;
  private final String traceId;
  private final Dialect dialect;
  private final IntSupplier millisLeft;

  Request(
      APIGatewayV2HTTPEvent event,
      Caller caller,
      String traceId,
      Dialect dialect,
      IntSupplier millisLeft) {
    this.event = event;
    this.caller = caller;
    this.traceId = traceId;
    this.dialect = dialect;
    this.millisLeft = millisLeft;
  }

  /** Returns how long Lambda lets this invocation run on, from now; the answer must come sooner. */
  public Duration timeLeft() {
    return Duration.ofMillis(millisLeft.getAsInt());
  }

  public Caller caller() {
    return caller;
  }

  public String traceId() {
    return traceId;
  }

  public String path() {
    return Optional.ofNullable(event.getRawPath()).orElse("/");
  }

  /** When API Gateway took it, by its clock; empty when the event does not say. */
  public Optional<Instant> receivedAt() {
    long epochMillis = event.getRequestContext().getTimeEpoch();
    return epochMillis > 0 ? Optional.of(Instant.ofEpochMilli(epochMillis)) : Optional.empty();
  }

  public String method() {
    return event.getRequestContext().getHttp().getMethod();
  }

  /** A variable of the route's path template; the route guarantees that it is there. */
  public String pathParameter(String name) {
    return Optional.ofNullable(event.getPathParameters()).map(map -> map.get(name)).orElse("");
  }

  /** A header; its name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(event.getHeaders()).map(headers -> headers.get(name));
  }

  /** A query parameter of at most 2,000 characters; empty when it is absent or blank. */
  public Optional<String> query(String name) {
    return query(name, MAX_PARAMETER_LENGTH);
  }

  /** A query parameter that may be longer, or must be shorter, than usual. */
  public Optional<String> query(String name, int maxLength) {
    return Optional.ofNullable(event.getQueryStringParameters())
        .map(parameters -> parameters.get(name))
        .filter(value -> !value.isBlank())
        .map(value -> bounded(name, value, maxLength));
  }

  /**
   * Refuses a request that has an unknown or an empty query parameter. Requests that cannot be
   * undone need it: a parameter that a client's script left empty, or that is misspelled, must not
   * count as absent.
   *
   * @throws HeadroomException.Invalid when a query parameter is another, or without a value
   */
  public void refuseParametersBut(Set<String> known) {
    Optional.ofNullable(event.getQueryStringParameters())
        .orElse(Map.of())
        .forEach(
            (name, value) -> {
              if (!known.contains(name)) {
                throw new HeadroomException.Invalid(name, "is not known here");
              }
              if (value.isBlank()) {
                throw new HeadroomException.Invalid(name, "must have a value, or be left out");
              }
            });
  }

  /**
   * A whole number from min to max, both included.
   *
   * @throws HeadroomException.Malformed when it is no number
   * @throws HeadroomException.Invalid when it is out of range
   */
  public int integer(String name, int otherwise, int min, int max) {
    return query(name)
        .map(
            text -> {
              int number = parse(name, text, "a whole number", Integer::parseInt);
              if (number < min || number > max) {
                throw new HeadroomException.Invalid(
                    name, "must be from %d to %d; got %d".formatted(min, max, number));
              }
              return number;
            })
        .orElse(otherwise);
  }

  /**
   * A number from min to max, both included.
   *
   * @throws HeadroomException.Malformed when it is no number
   * @throws HeadroomException.Invalid when it is out of range
   */
  public OptionalDouble decimal(String name, double min, double max) {
    Optional<Double> given =
        query(name).map(text -> parse(name, text, "a number", Double::parseDouble));
    if (given.filter(number -> !(number >= min && number <= max)).isPresent()) {
      throw new HeadroomException.Invalid(
          name, "must be from %s to %s; got %s".formatted(min, max, given.get()));
    }
    return given.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  /** An ISO-8601 instant, such as {@code 2026-11-20T08:30:00Z}. */
  public Optional<Instant> instant(String name) {
    return query(name)
        .map(text -> parse(name, text, "an instant such as 2026-11-20T08:30:00Z", Instant::parse));
  }

  /** True or false, in any case of letters: as Python's clients write it, too. */
  public boolean flag(String name, boolean otherwise) {
    return flag(name).orElse(otherwise);
  }

  /** True or false; empty when it is absent or blank. */
  public Optional<Boolean> flag(String name) {
    return query(name)
        .map(
            text -> {
              if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new HeadroomException.Invalid(
                    name, "must be true or false; got \"%s\"".formatted(text));
              }
              return Boolean.parseBoolean(text);
            });
  }

  /** One of an enum's constants, written in lower case. */
  public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
    return query(name)
        .map(
            text -> {
              for (E constant : type.getEnumConstants()) {
                if (Json.spelled(constant).equals(text)) {
                  return constant;
                }
              }
              throw new HeadroomException.Invalid(
                  name, "must be one of %s; got \"%s\"".formatted(Binding.choices(type), text));
            });
  }

  <B> B bodyOrNone(Class<B> type) {
    return text().isBlank() ? Binding.bind("{}", type, dialect.mapper()) : body(type);
  }

  <B> B body(Class<B> type) {
    String contentType = header("content-type").orElse("application/json");
    if (!isJson(contentType)) {
      throw new FailedRequest(
          Failure.of(415, "The body must be application/json; got %s.".formatted(contentType)));
    }
    return Binding.bind(text(), type, dialect.mapper());
  }

  /**
   * The record that a part of the body stands for.
   *
   * @throws HeadroomException.Invalid naming the fields at fault, from the part's root
   */
  public <B> B bind(JsonNode part, Class<B> type) {
    return Binding.bind(part, type, dialect.mapper());
  }

  private String text() {
    String body = Optional.ofNullable(event.getBody()).orElse("");
    return event.getIsBase64Encoded()
        ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
        : body;
  }

  private static boolean isJson(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.endsWith("+json");
  }

  private static String bounded(String name, String value, int maxLength) {
    if (value.length() > maxLength) {
      throw new HeadroomException.Invalid(
          name, "must have at most %d characters".formatted(maxLength));
    }
    return value;
  }

  private static <T> T parse(String name, String text, String what, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException | DateTimeParseException _) {
      throw new HeadroomException.Malformed(
          "%s must be %s; got \"%s\".".formatted(name, what, text));
    }
  }
}

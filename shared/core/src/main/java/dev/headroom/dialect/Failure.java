package dev.headroom.dialect;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An answer that says no: the one place where the domain's refusals become HTTP.
 *
 * @param status the HTTP status, 400 to 599
 * @param detail a plain sentence
 * @param errors the fields at fault, empty when none is
 * @param headers header names in lower case, such as {@code retry-after}
 */
public record Failure(
    int status, String detail, List<FieldError> errors, Map<String, String> headers) {

  public static Failure of(int status, String detail) {
    return new Failure(status, detail, List.of(), Map.of());
  }

  /** Returns the answer that a refusal of the domain becomes. */
  public static Failure of(HeadroomException refusal) {
    String detail = refusal.getMessage();
    return switch (refusal) {
      case HeadroomException.Malformed _ -> of(400, detail);
      case HeadroomException.Invalid invalid ->
          new Failure(422, detail, invalid.errors(), Map.of());
      case HeadroomException.NotFound unknown ->
          new Failure(404, detail, unknown.errors(), Map.of());
      case HeadroomException.Conflict _ -> of(409, detail);
      case HeadroomException.TooLarge _ -> of(413, detail);
      case HeadroomException.TooMany tooMany -> of(429, detail).retryAfter(tooMany.retryAfter());
      case HeadroomException.Unavailable _ -> of(503, detail).retryAfter(Duration.ofSeconds(1));
    };
  }

  public Failure with(String header, String value) {
    return new Failure(status, detail, errors, Map.of(header, value));
  }

  public Failure retryAfter(Duration delay) {
    return with("retry-after", String.valueOf(Math.max(1, seconds(delay))));
  }

  /** Rounded up: whoever waits for so long has waited long enough. */
  public static long seconds(Duration delay) {
    return delay.plusNanos(999_999_999).toSeconds();
  }

  String title() {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Internal Server Error";
    };
  }
}

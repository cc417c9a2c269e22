package dev.headroom.benchmarks.search;

import dev.headroom.search.query.Criteria;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What somebody looks for.
 *
 * @param begun the first letters of the first word
 */
public record Question(
    String text,
    List<String> categories,
    double minConfidence,
    Instant from,
    Instant to,
    String begun) {

  public Criteria criteria() {
    return new Criteria(
        Optional.of(text),
        categories,
        OptionalDouble.of(minConfidence),
        Optional.of(from),
        Optional.of(to),
        Optional.empty());
  }

  /** As a request has it. */
  public String parameters() {
    return "query=%s&categories=%s&min_confidence=%s&date_from=%s&date_to=%s"
        .formatted(encoded(text), encoded(String.join(",", categories)), minConfidence, from, to);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

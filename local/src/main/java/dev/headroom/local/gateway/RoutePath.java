package dev.headroom.local.gateway;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The path of a route, such as {@code /jobs/{id}}, {@code /files/{proxy+}} or {@code $default}. */
record RoutePath(List<Segment> segments, boolean isDefault) {
  private static final String DEFAULT = "$default";

  enum Kind {
    LITERAL,
    VARIABLE,
    GREEDY
  }

  /**
   * A part between slashes.
   *
   * @param text the literal, or the variable's name
   */
  record Segment(Kind kind, String text) {
    static Segment of(String written) {
      if (written.startsWith("{") && written.endsWith("+}")) {
        return new Segment(Kind.GREEDY, written.substring(1, written.length() - 2));
      }
      if (written.startsWith("{") && written.endsWith("}")) {
        return new Segment(Kind.VARIABLE, written.substring(1, written.length() - 1));
      }
      return new Segment(Kind.LITERAL, written);
    }
  }

  /**
   * The most specific first: full matches, then greedy ones, then $default; among equals, the one
   * whose first different segment is more specific.
   */
  static final Comparator<RoutePath> MOST_SPECIFIC =
      Comparator.comparing(RoutePath::isDefault)
          .thenComparing(RoutePath::isGreedy)
          .thenComparing(RoutePath::kinds);

  static RoutePath of(String path) {
    return path.equals(DEFAULT)
        ? new RoutePath(List.of(), true)
        : new RoutePath(split(path).stream().map(Segment::of).toList(), false);
  }

  static List<String> split(String path) {
    return Arrays.asList(path.split("/", -1));
  }

  private boolean isGreedy() {
    return segments.stream().anyMatch(segment -> segment.kind() == Kind.GREEDY);
  }

  /** Literal segments sort before variables. */
  private String kinds() {
    return segments.stream()
        .map(segment -> segment.kind() == Kind.LITERAL ? "0" : "1")
        .collect(Collectors.joining());
  }

  /**
   * The path's variables, decoded, if it matches.
   *
   * @param requested the request's path, split, percent-encoded
   */
  Optional<Map<String, String>> match(List<String> requested) {
    var variables = new LinkedHashMap<String, String>();
    if (isDefault) {
      return Optional.of(variables);
    }
    for (int i = 0; i < segments.size(); i++) {
      if (i >= requested.size()) {
        return Optional.empty();
      }
      Segment segment = segments.get(i);
      String part = Percent.decodePath(requested.get(i));
      switch (segment.kind()) {
        case LITERAL -> {
          if (!segment.text().equals(part)) {
            return Optional.empty();
          }
        }
        case VARIABLE -> {
          if (part.isEmpty()) {
            return Optional.empty();
          }
          variables.put(segment.text(), part);
        }
        case GREEDY -> {
          String rest = String.join("/", requested.subList(i, requested.size()));
          variables.put(segment.text(), Percent.decodePath(rest));
          return rest.isEmpty() ? Optional.empty() : Optional.of(variables);
        }
      }
    }
    return requested.size() == segments.size() ? Optional.of(variables) : Optional.empty();
  }
}

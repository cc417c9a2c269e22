package dev.headroom.benchmarks;

import dev.headroom.json.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/**
 * What {@code mvn -Pbenchmark} is told by {@code -D}.
 *
 * @param jobs in each round of each rate, 100 to 100,000
 * @param quick whether a trial run in a minute is wanted: fewer of everything, and figures that say
 *     nothing
 * @param only the parts that are measured
 */
record Options(int jobs, boolean quick, Set<Part> only) {
  /** What can be measured by itself. */
  enum Part {
    THROUGHPUT,
    SUBMIT,
    DRAIN,
    PRIORITIES,
    FAIRNESS,
    COST,
    READS
  }

  /** An option that cannot be followed; the message says what can. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  static Options of(Properties properties) {
    boolean quick = properties.getProperty("quick", "false").equals("true");
    return new Options(number(properties, "jobs", quick ? 200 : 2_000), quick, only(properties));
  }

  String command() {
    return "mvn -Pbenchmark -Djobs=%d%s".formatted(jobs, quick ? " -Dquick" : "");
  }

  /** Whether the run measures everything, at its full length. */
  boolean isWhole() {
    return !quick && only.size() == Part.values().length;
  }

  /** Of floor and system by turns. */
  int rounds() {
    return quick ? 1 : 3;
  }

  /** Until nearly all is compiled: on two cores engines, gateway and functions take a minute. */
  Duration warmUp() {
    return Duration.ofSeconds(quick ? 3 : 60);
  }

  /** Jobs that wait while others are to overtake them. */
  int backlog() {
    return quick ? 500 : 10_000;
  }

  /** Jobs that are submitted one at a time, whose waiting is measured. */
  int singles() {
    return quick ? 30 : 1_000;
  }

  /** Requests of each kind of read. */
  int reads() {
    return quick ? 200 : 4_000;
  }

  private static Set<Part> only(Properties properties) {
    String text = properties.getProperty("only", "").strip();
    if (text.isEmpty()) {
      return EnumSet.allOf(Part.class);
    }
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (String name : text.split(",", -1)) {
      parts.add(
          Arrays.stream(Part.values())
              .filter(part -> Json.spelled(part).equals(name.strip().toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Wrong(
                          "-Donly must be some of %s; got \"%s\"."
                              .formatted(
                                  Arrays.stream(Part.values()).map(Json::spelled).toList(),
                                  name))));
    }
    return parts;
  }

  private static int number(Properties properties, String name, int otherwise) {
    String text = properties.getProperty(name, "").strip();
    try {
      int number = text.isEmpty() ? otherwise : Integer.parseInt(text);
      if (number >= 100 && number <= 100_000) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new Wrong("-D%s must be from 100 to 100,000; got \"%s\".".formatted(name, text));
  }
}

package dev.headroom.benchmarks;

import java.util.Properties;

/**
 * What {@code mvn -Pbenchmark} is told by {@code -D}.
 *
 * @param jobs in each round of each measurement, 100 to 100,000
 * @param concurrency jobs (or requests) at the same time, and worker slots, 2 to 1,000
 */
record Options(int jobs, int concurrency) {
  /** An option that cannot be followed; the message says what can. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  static Options of(Properties properties) {
    return new Options(
        number(properties, "jobs", 2_000, 100, 100_000),
        number(properties, "concurrency", 10, 2, 1_000));
  }

  String command() {
    return "mvn -Pbenchmark -Djobs=%d -Dconcurrency=%d".formatted(jobs, concurrency);
  }

  private static int number(Properties properties, String name, int otherwise, int min, int max) {
    String text = properties.getProperty(name, "").strip();
    try {
      int number = text.isEmpty() ? otherwise : Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new Wrong("-D%s must be from %d to %d; got \"%s\".".formatted(name, min, max, text));
  }
}

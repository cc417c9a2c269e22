package dev.headroom.worker.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.Submission;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * A job that a test wants, and what its work is to do; it travels in the job's own parameters.
 *
 * @param number tells it from the others of its run
 * @param failures attempts that fail, where the kind lets attempts fail
 * @param steps of a job that goes step by step
 * @param slice how many of them one slice does
 */
record Wish(int number, Kind kind, int failures, int steps, int slice) {
  /** What a job's work does. */
  enum Kind {
    COMPLETES,
    /** Says that something is unavailable. */
    FAILS,
    THROWS,
    GIVES_UP,
    /** Asks for another attempt in two hours. */
    COMES_BACK,
    /** Saves a checkpoint after each step. */
    STEPS,
    /** The same, and takes long enough over it for its progress to be written. */
    LONG_STEPS,
    /** Gives a checkpoint at the end of each slice only. */
    SLICES,
    /** Tells its progress for a second or two. */
    LASTS,
    TIMES_OUT,
    /** Does not stop when it is told, and goes on writing. */
    STUBBORN,
    /** Has large parameters and a large result. */
    LARGE
  }

  static Wish random(int number, Random random) {
    Kind[] kinds = Kind.values();
    Kind kind =
        random.nextInt(3) == 0
            ? (random.nextBoolean() ? Kind.STEPS : Kind.SLICES)
            : kinds[random.nextInt(kinds.length)];
    return new Wish(number, kind, random.nextInt(4), 1 + random.nextInt(8), 1 + random.nextInt(4));
  }

  Submission submission(Random random) {
    Submission wish = asked(terms(random), delay(random));
    return random.nextInt(4) == 0 ? wish.under("key " + number) : wish;
  }

  /** As it is asked for. */
  Submission asked(JobOptions terms, Duration delay) {
    return Submission.of(kind == Kind.LARGE ? "extraction" : "noop", parameters())
        .with(terms)
        .after(delay);
  }

  private ObjectNode parameters() {
    ObjectNode parameters = Json.SNAKE_CASE.createObjectNode();
    if (kind != Kind.LARGE) {
      return parameters.put("note", note());
    }
    parameters.putArray("documents").addObject().put("title", note()).put("text", text(40_000));
    parameters
        .putObject("taxonomy")
        .put("name", "t")
        .putArray("categories")
        .addObject()
        .put("name", "c");
    return parameters;
  }

  /** Text that no compression makes small, and always the same. */
  String text(int length) {
    return new Random(number)
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private JobOptions terms(Random random) {
    Duration timeout =
        kind == Kind.TIMES_OUT || kind == Kind.STUBBORN
            ? Duration.ofMillis(50)
            : JobOptions.DEFAULT_TIMEOUT;
    Priority[] priorities = Priority.values();
    return JobOptions.DEFAULT
        .withTimeout(timeout)
        .withMaxAttempts(1 + random.nextInt(6))
        .withPriority(priorities[random.nextInt(priorities.length)]);
  }

  private static Duration delay(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Duration.ofSeconds(random.nextInt(30));
      case 1 -> Duration.ofMinutes(random.nextInt(10 * 60));
      default -> Duration.ZERO;
    };
  }

  /** All of it in a line. */
  String note() {
    return "%d %s %d %d %d".formatted(number, kind, failures, steps, slice);
  }

  static Wish of(String note) {
    String[] parts = note.split(" ", -1);
    return new Wish(
        Integer.parseInt(parts[0]),
        Kind.valueOf(parts[1]),
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]),
        Integer.parseInt(parts[4]));
  }

  /** The wish that a job's parameters hold. */
  static Wish of(ObjectNode parameters) {
    return of(
        Optional.ofNullable(parameters.get("note"))
            .orElseGet(() -> parameters.path("documents").path(0).path("title"))
            .asText());
  }
}

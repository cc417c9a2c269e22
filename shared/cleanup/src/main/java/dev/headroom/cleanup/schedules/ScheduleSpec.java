package dev.headroom.cleanup.schedules;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The specification of a schedule, as a tenant asks for it.
 *
 * @param name 1 to 100 letters, digits, and {@code _ . -}, without a dot or a dash at the beginning
 * @param intervalSeconds 1 to a year. Schedules are run once a minute at most, so that a shorter
 *     interval means each minute
 * @param retentionDays 0 to 3650; with 0, only what is in use is kept
 * @param priority the order in which schedules are run that are due at the same time
 * @param targets the names of its targets, each once; empty means the usual targets
 */
public record ScheduleSpec(
    String name, long intervalSeconds, int retentionDays, Priority priority, List<String> targets) {
  public static final int MAX_NAME_LENGTH = 100;
  public static final long MAX_INTERVAL_SECONDS = Duration.ofDays(366).toSeconds();
  public static final int MAX_RETENTION_DAYS = 3_650;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final int MAX_TARGETS = 50;

  /**
   * Checks the fields.
   *
   * @throws HeadroomException.Invalid naming each field that is not allowed
   */
  public ScheduleSpec {
    List<FieldError> errors = new ArrayList<>();
    if (!isName(name)) {
      errors.add(
          new FieldError(
              "name",
              "must have 1 to %d letters, digits, _ . or -, and no dot or dash at the beginning; got \"%.120s\""
                  .formatted(MAX_NAME_LENGTH, name)));
    }
    if (intervalSeconds < 1 || intervalSeconds > MAX_INTERVAL_SECONDS) {
      errors.add(range("interval_seconds", MAX_INTERVAL_SECONDS, 1, intervalSeconds));
    }
    if (retentionDays < 0 || retentionDays > MAX_RETENTION_DAYS) {
      errors.add(range("retention_days", MAX_RETENTION_DAYS, 0, retentionDays));
    }
    if (targets.size() > MAX_TARGETS) {
      errors.add(
          new FieldError(
              "targets",
              "must be at most %d targets; got %d".formatted(MAX_TARGETS, targets.size())));
    } else {
      errors.addAll(namedTwice(targets));
    }
    if (!errors.isEmpty()) {
      throw new HeadroomException.Invalid(errors);
    }
    targets = List.copyOf(targets);
  }

  private static List<FieldError> namedTwice(List<String> targets) {
    return IntStream.range(0, targets.size())
        .filter(i -> targets.indexOf(targets.get(i)) < i)
        .mapToObj(i -> new FieldError("targets[" + i + "]", "is named twice"))
        .toList();
  }

  private static FieldError range(String field, long max, long min, long got) {
    return new FieldError(field, "must be from %d to %d; got %d".formatted(min, max, got));
  }

  /** Returns whether a text can be the name of a schedule. */
  public static boolean isName(String text) {
    return text.length() <= MAX_NAME_LENGTH && NAME.matcher(text).matches();
  }

  public Duration interval() {
    return Duration.ofSeconds(intervalSeconds);
  }

  public Duration retention() {
    return Duration.ofDays(retentionDays);
  }
}

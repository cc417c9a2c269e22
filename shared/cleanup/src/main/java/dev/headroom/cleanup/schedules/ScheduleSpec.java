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
 * What is asked for of a schedule.
 *
 * @param name 1 to 100 letters, digits, and {@code _ . -}; does not begin with a dot or a dash
 * @param intervalSeconds 1 to a year. Schedules are looked at once a minute, so that a shorter
 *     interval means each minute
 * @param retentionDays 0 to 3650; 0 keeps nothing that is not in use
 * @param priority which goes first of many that are due
 * @param targets what is cleaned up, each named once; empty means the usual targets
 */
public record ScheduleSpec(
    String name, long intervalSeconds, int retentionDays, Priority priority, List<String> targets) {
  public static final int MAX_NAME_LENGTH = 100;
  public static final long MAX_INTERVAL_SECONDS = Duration.ofDays(366).toSeconds();
  public static final int MAX_RETENTION_DAYS = 3_650;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final int MAX_TARGETS = 50;

  /**
   * @throws HeadroomException.Invalid naming each field that is not allowed
   */
  public ScheduleSpec {
    List<FieldError> errors = new ArrayList<>();
    if (!isName(name)) {
      errors.add(
          new FieldError(
              "name",
              "must have 1 to %d characters: letters, digits, _ . - and no dot or dash first; got \"%.120s\""
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
              "targets", "must be at most %d; got %d".formatted(MAX_TARGETS, targets.size())));
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
        .mapToObj(i -> new FieldError("targets[" + i + "]", "is named before"))
        .toList();
  }

  private static FieldError range(String field, long max, long min, long got) {
    return new FieldError(field, "must be from %d to %d; got %d".formatted(min, max, got));
  }

  /** Whether a text can be the name of a schedule at all. */
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

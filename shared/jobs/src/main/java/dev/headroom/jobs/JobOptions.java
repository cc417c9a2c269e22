package dev.headroom.jobs;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a job, which say how it runs.
 *
 * @param maxAttempts how many attempts are made, 1 to 10
 * @param timeout how long one attempt may take over all its slices, 1 millisecond to a day
 * @param tags words of the client's own, at most 20, of 1 to 64 characters each
 */
public record JobOptions(Priority priority, int maxAttempts, Duration timeout, List<String> tags) {
  public static final int MAX_ATTEMPTS = 10;
  public static final int DEFAULT_ATTEMPTS = 3;
  public static final Duration MAX_TIMEOUT = Duration.ofDays(1);
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);
  public static final Duration MAX_DELAY = Duration.ofDays(7);
  private static final int MAX_TAGS = 20;
  private static final int MAX_TAG_LENGTH = 64;

  /** Normal priority, three attempts of half an hour, no tags. */
  public static final JobOptions DEFAULT =
      new JobOptions(Priority.NORMAL, DEFAULT_ATTEMPTS, DEFAULT_TIMEOUT, List.of());

  /**
   * Checks the options.
   *
   * @throws HeadroomException.Invalid naming each option that is out of its range
   */
  public JobOptions {
    List<FieldError> faults = new ArrayList<>();
    if (maxAttempts < 1 || maxAttempts > MAX_ATTEMPTS) {
      faults.add(
          new FieldError(
              "max_attempts", "must be from 1 to %d; got %d".formatted(MAX_ATTEMPTS, maxAttempts)));
    }
    if (!timeout.isPositive() || timeout.compareTo(MAX_TIMEOUT) > 0) {
      faults.add(
          new FieldError(
              "timeout_seconds",
              "must be from 1 to %d; got %s"
                  .formatted(MAX_TIMEOUT.toSeconds(), timeout.toSeconds())));
    }
    if (tags.size() > MAX_TAGS || !tags.stream().allMatch(JobOptions::isTag)) {
      faults.add(
          new FieldError(
              "tags",
              "must be at most %d texts of 1 to %d characters"
                  .formatted(MAX_TAGS, MAX_TAG_LENGTH)));
    }
    if (!faults.isEmpty()) {
      throw new HeadroomException.Invalid(faults);
    }
    tags = List.copyOf(tags);
  }

  /** A tag that was read from JSON may be null. */
  private static boolean isTag(@Nullable String tag) {
    return tag != null && !tag.isBlank() && tag.length() <= MAX_TAG_LENGTH;
  }

  /** Returns these options with another priority. */
  public JobOptions withPriority(Priority other) {
    return new JobOptions(other, maxAttempts, timeout, tags);
  }

  /** Returns these options with another number of attempts, 1 to 10. */
  public JobOptions withMaxAttempts(int other) {
    return new JobOptions(priority, other, timeout, tags);
  }

  /** Returns these options with another timeout, 1 millisecond to a day. */
  public JobOptions withTimeout(Duration other) {
    return new JobOptions(priority, maxAttempts, other, tags);
  }

  /** Returns these options with other tags, at most 20. */
  public JobOptions withTags(List<String> others) {
    return new JobOptions(priority, maxAttempts, timeout, others);
  }

  /** Returns the timeout as a person reads it. */
  public String timeoutInWords() {
    return timeout.toMillis() % 1_000 == 0
        ? "%d s".formatted(timeout.toSeconds())
        : "%d ms".formatted(timeout.toMillis());
  }
}

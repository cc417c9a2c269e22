package dev.headroom.jobs;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a job runs.
 *
 * @param maxAttempts how often it is tried, 1 to 10
 * @param timeout of one attempt, over all its slices, 1 millisecond to a day
 * @param tags the client's own words for it: at most 20, of 1 to 64 characters each
 */
public record JobTerms(Priority priority, int maxAttempts, Duration timeout, List<String> tags) {
  public static final int MAX_ATTEMPTS = 10;
  public static final int DEFAULT_ATTEMPTS = 3;
  public static final Duration MAX_TIMEOUT = Duration.ofDays(1);
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);
  public static final Duration MAX_DELAY = Duration.ofDays(7);
  private static final int MAX_TAGS = 20;
  private static final int MAX_TAG_LENGTH = 64;

  /** Normal priority, three attempts of half an hour, no tags. */
  public static final JobTerms DEFAULT =
      new JobTerms(Priority.NORMAL, DEFAULT_ATTEMPTS, DEFAULT_TIMEOUT, List.of());

  /**
   * @throws HeadroomException.Invalid naming each term that is out of its range
   */
  public JobTerms {
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
    if (tags.size() > MAX_TAGS || !tags.stream().allMatch(JobTerms::isTag)) {
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

  /** What comes from JSON may be null. */
  private static boolean isTag(@Nullable String tag) {
    return tag != null && !tag.isBlank() && tag.length() <= MAX_TAG_LENGTH;
  }

  public JobTerms withPriority(Priority other) {
    return new JobTerms(other, maxAttempts, timeout, tags);
  }

  public JobTerms withMaxAttempts(int other) {
    return new JobTerms(priority, other, timeout, tags);
  }

  public JobTerms withTimeout(Duration other) {
    return new JobTerms(priority, maxAttempts, other, tags);
  }

  public JobTerms withTags(List<String> others) {
    return new JobTerms(priority, maxAttempts, timeout, others);
  }

  /** The timeout as a person reads it. */
  public String timeoutInWords() {
    return timeout.toMillis() % 1_000 == 0
        ? "%d s".formatted(timeout.toSeconds())
        : "%d ms".formatted(timeout.toMillis());
  }
}

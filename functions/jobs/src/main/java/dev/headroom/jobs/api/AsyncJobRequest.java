package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of SommOS's {@code POST /async/job}.
 *
 * @param jobType the name of a type
 * @param data its parameters; an empty object when left out
 */
record AsyncJobRequest(
    @Nullable String jobType, @Nullable ObjectNode data, @Nullable Options options) {

  /**
   * On what terms.
   *
   * @param priority 3 or more is urgent, 2 high, 1 normal, 0 or less low; 1 when left out
   * @param timeout of one attempt, in milliseconds
   * @param delay before it may start, in milliseconds
   * @param retries how often it is tried again after it failed, 0 to 9
   */
  record Options(
      @Nullable Double priority,
      @Nullable Long timeout,
      @Nullable Long delay,
      @Nullable Integer retries,
      @Nullable List<String> tags) {
    static final Options NONE = new Options(null, null, null, null, null);

    Priority level() {
      double level = priority == null ? 1 : priority;
      if (level >= 3) {
        return Priority.URGENT;
      }
      return level >= 2 ? Priority.HIGH : level >= 1 ? Priority.NORMAL : Priority.LOW;
    }
  }

  /**
   * What is asked for.
   *
   * @throws HeadroomException.Invalid naming what is out of its range
   */
  Submission wish(JobTypes types, Optional<String> idempotencyKey) {
    if (jobType == null || jobType.isBlank()) {
      throw new HeadroomException.Invalid("jobType", "must be the name of a job type");
    }
    JobOptions usual = types.defaults(jobType);
    Options given = options == null ? Options.NONE : options;
    List<FieldError> faults = new ArrayList<>();
    long timeout =
        bounded("timeout", given.timeout(), usual.timeout(), 1, JobOptions.MAX_TIMEOUT, faults);
    long delay = bounded("delay", given.delay(), Duration.ZERO, 0, JobOptions.MAX_DELAY, faults);
    int retries = given.retries() == null ? usual.maxAttempts() - 1 : given.retries();
    if (retries < 0 || retries >= JobOptions.MAX_ATTEMPTS) {
      faults.add(
          new FieldError(
              "options.retries",
              "must be from 0 to %d; got %d".formatted(JobOptions.MAX_ATTEMPTS - 1, retries)));
    }
    if (!faults.isEmpty()) {
      throw new HeadroomException.Invalid(faults);
    }
    var terms =
        new JobOptions(
            given.level(),
            retries + 1,
            Duration.ofMillis(timeout),
            given.tags() == null ? List.of() : given.tags());
    return new Submission(
        jobType,
        data == null ? JsonNodeFactory.instance.objectNode() : data,
        terms,
        Duration.ofMillis(delay),
        idempotencyKey);
  }

  private static long bounded(
      String name,
      @Nullable Long given,
      Duration otherwise,
      long min,
      Duration max,
      List<FieldError> faults) {
    long millis = given == null ? otherwise.toMillis() : given;
    if (millis < min || millis > max.toMillis()) {
      faults.add(
          new FieldError(
              "options." + name,
              "must be from %d to %d milliseconds; got %d".formatted(min, max.toMillis(), millis)));
    }
    return millis;
  }
}

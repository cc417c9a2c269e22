package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /jobs/submit}. What is left out is as the type has it.
 *
 * @param jobType the name of a type
 * @param parameters what the type's schema allows; an empty object when left out
 */
record SubmitRequest(
    @Nullable String jobType,
    @Nullable ObjectNode parameters,
    @Nullable Priority priority,
    @Nullable Integer maxAttempts,
    @Nullable Integer timeoutSeconds,
    @Nullable Integer delaySeconds,
    @Nullable List<String> tags) {

  /**
   * What is asked for.
   *
   * @throws HeadroomException.Invalid naming what is out of its range
   */
  Submission wish(JobTypes types, Optional<String> idempotencyKey) {
    if (jobType == null || jobType.isBlank()) {
      throw new HeadroomException.Invalid("job_type", "must be the name of a job type");
    }
    var usual = types.defaults(jobType);
    var terms =
        new JobOptions(
            priority == null ? usual.priority() : priority,
            maxAttempts == null ? usual.maxAttempts() : maxAttempts,
            timeoutSeconds == null ? usual.timeout() : Duration.ofSeconds(timeoutSeconds),
            tags == null ? usual.tags() : tags);
    return new Submission(
        jobType,
        parameters == null ? JsonNodeFactory.instance.objectNode() : parameters,
        terms,
        delaySeconds == null ? Duration.ZERO : Duration.ofSeconds(delaySeconds),
        idempotencyKey);
  }
}

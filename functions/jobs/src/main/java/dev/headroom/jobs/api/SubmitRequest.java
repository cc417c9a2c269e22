package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Priority;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /jobs/submit}.
 *
 * @param jobType the name of a type
 * @param parameters what the type's schema allows; an empty object when left out
 * @param priority normal when left out
 */
record SubmitRequest(String jobType, ObjectNode parameters, Priority priority) {
  SubmitRequest(
      @Nullable String jobType, @Nullable ObjectNode parameters, @Nullable Priority priority) {
    if (jobType == null || jobType.isBlank()) {
      throw new HeadroomException.Invalid("job_type", "must be the name of a job type");
    }
    this.jobType = jobType;
    this.parameters = parameters == null ? JsonNodeFactory.instance.objectNode() : parameters;
    this.priority = priority == null ? Priority.NORMAL : priority;
  }
}

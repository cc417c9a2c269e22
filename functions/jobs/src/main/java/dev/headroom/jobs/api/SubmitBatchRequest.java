package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.client.Jobs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /jobs/submit/batch}.
 *
 * @param jobs each what {@code POST /jobs/submit} takes; read one by one, so that one at fault is
 *     rejected alone
 */
record SubmitBatchRequest(List<JsonNode> jobs) {
  SubmitBatchRequest(@Nullable List<JsonNode> jobs) {
    if (jobs == null || jobs.isEmpty() || jobs.size() > Jobs.MAX_BATCH) {
      throw new HeadroomException.Invalid(
          "jobs",
          "must be 1 to %,d jobs; got %,d"
              .formatted(Jobs.MAX_BATCH, jobs == null ? 0 : jobs.size()));
    }
    this.jobs = List.copyOf(jobs);
  }
}

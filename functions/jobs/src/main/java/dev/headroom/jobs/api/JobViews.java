package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.Payloads;
import java.util.Optional;

/** Shows jobs, with as much of their parameters as an answer can carry. */
final class JobViews {
  /** Of JSON. Clients poll jobs, and have the parameters already. */
  private static final long MAX_SHOWN_BYTES = 64 * 1024;

  private final Payloads payloads;

  JobViews(Payloads payloads) {
    this.payloads = payloads;
  }

  /** One job by itself. */
  JobView alone(Job job) {
    return view(job, job.parameters().jsonBytes() <= MAX_SHOWN_BYTES);
  }

  /** One of many: nothing is fetched for it. */
  JobView listed(Job job) {
    return view(job, job.parameters() instanceof Payload.Inline);
  }

  private JobView view(Job job, boolean withParameters) {
    Optional<JsonNode> parameters =
        withParameters ? Optional.of(payloads.load(job.parameters())) : Optional.empty();
    return new JobView(
        job.id(),
        job.type(),
        job.status(),
        job.priority(),
        job.progress(),
        job.message().orElse(null),
        job.attempts(),
        Job.MAX_ATTEMPTS,
        job.createdAt(),
        job.startedAt().orElse(null),
        job.completedAt().orElse(null),
        parameters.orElse(null),
        withParameters
            ? null
            : "The parameters are %,d bytes of JSON, more than is shown here."
                .formatted(job.parameters().jsonBytes()),
        job.error().orElse(null));
  }
}

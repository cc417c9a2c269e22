package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.statistics.JobStatistics;
import dev.headroom.jobs.statistics.QueuePosition;
import dev.headroom.jobs.store.Payloads;
import java.util.Optional;
import java.util.OptionalLong;

/** Shows jobs, with as much of their parameters as an answer can carry. */
final class JobViews {
  /** Of JSON. Clients poll jobs, and have the parameters already. */
  private static final long MAX_SHOWN_BYTES = 64 * 1024;

  private static final QueuePosition NOT_SAID =
      new QueuePosition(
          OptionalLong.empty(),
          Optional.empty(),
          Optional.of("Lists do not say it; ask for the job by itself."));

  private final Payloads payloads;
  private final JobStatistics statistics;

  JobViews(Payloads payloads, JobStatistics statistics) {
    this.payloads = payloads;
    this.statistics = statistics;
  }

  /** One job by itself: of one that waits, with its place in the queue. */
  JobView alone(Job job) {
    return view(
        job,
        job.parameters().jsonBytes() <= MAX_SHOWN_BYTES ? load(job) : tooLarge(job),
        job.status() == JobStatus.PENDING ? statistics.position(job) : QueuePosition.NOT_WAITING);
  }

  /** One of many: nothing is fetched for it. */
  JobView listed(Job job) {
    return view(
        job,
        job.parameters() instanceof Payload.Inline ? load(job) : tooLarge(job),
        job.status() == JobStatus.PENDING ? NOT_SAID : QueuePosition.NOT_WAITING);
  }

  /**
   * Parameters as they are shown.
   *
   * @param omitted why there are none
   */
  private record Shown(Optional<JsonNode> parameters, Optional<String> omitted) {}

  private Shown load(Job job) {
    try {
      return new Shown(Optional.of(payloads.load(job.parameters())), Optional.empty());
    } catch (HeadroomException.NotFound e) {
      return new Shown(Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  private static Shown tooLarge(Job job) {
    return new Shown(
        Optional.empty(),
        Optional.of(
            "The parameters are %,d bytes of JSON, more than is shown here."
                .formatted(job.parameters().jsonBytes())));
  }

  private static JobView view(Job job, Shown shown, QueuePosition position) {
    return new JobView(
        job.id(),
        job.type(),
        job.status(),
        job.options().priority(),
        job.progress(),
        job.message().orElse(null),
        job.attempts(),
        job.options().maxAttempts(),
        job.options().timeout().toMillis() / 1_000.0,
        job.options().tags(),
        job.createdAt(),
        job.runAfter(),
        job.startedAt().orElse(null),
        job.completedAt().orElse(null),
        shown.parameters().orElse(null),
        shown.omitted().orElse(null),
        job.error().orElse(null),
        job.errors(),
        position.place().isPresent() ? position.place().getAsLong() : null,
        position.estimatedStart().orElse(null),
        position.unknown().orElse(null));
  }
}

package dev.headroom.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What a client can do with jobs. A tenant sees its own jobs only: another's is not found. An empty
 * viewer sees every tenant's.
 */
public final class Jobs {
  private static final Duration FIRST_POLL = Duration.ofMillis(20);
  private static final Duration SLOWEST_POLL = Duration.ofMillis(500);

  private final JobStore store;
  private final JobQueue queue;
  private final Payloads payloads;
  private final JobTypes types;
  private final InstantSource clock;
  private final RandomGenerator random;

  public Jobs(
      JobStore store,
      JobQueue queue,
      Payloads payloads,
      JobTypes types,
      InstantSource clock,
      RandomGenerator random) {
    this.store = store;
    this.queue = queue;
    this.payloads = payloads;
    this.types = types;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Accepts a job: it is in the table, and a worker will be woken for it.
   *
   * @throws HeadroomException.Invalid when there is no such type, or its schema forbids the
   *     parameters
   * @throws RuntimeException of the SDK when the table or the queue does not answer; then there is
   *     no job, unless neither answers: then one may be left pending that no worker is woken for
   */
  public Job submit(String tenant, String type, ObjectNode parameters, Priority priority) {
    types.check(type, parameters);
    String id = JobId.next(random);
    Job job =
        new Job(
            id,
            tenant,
            type,
            priority,
            JobStatus.PENDING,
            0,
            Optional.empty(),
            0,
            1,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            Optional.empty(),
            Optional.empty(),
            payloads.save("jobs/%s/parameters".formatted(id), parameters),
            Optional.empty(),
            Optional.empty());
    store.create(job);
    try {
      queue.send(job);
    } catch (RuntimeException e) {
      if (isWithdrawn(job, e)) {
        throw e;
      } // else a worker has it: the message was sent, and only the answer was lost
    }
    return job;
  }

  private boolean isWithdrawn(Job job, RuntimeException cause) {
    try {
      return store.withdraw(job);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
      return true;
    }
  }

  /**
   * The job as it is now.
   *
   * @throws HeadroomException.NotFound when the viewer has no such job
   */
  public Job get(String id, Optional<String> viewer) {
    return Optional.of(id)
        .filter(JobId::isOne)
        .flatMap(store::find)
        .filter(job -> viewer.isEmpty() || viewer.get().equals(job.tenant()))
        .orElseThrow(
            () ->
                new HeadroomException.NotFound(
                    "job_id",
                    "There is no job with this id; ids look like job_ and 32 hex digits."));
  }

  /**
   * Waits until a job is as wanted.
   *
   * @return the job as it was last seen: as wanted, or whatever it was when the time was up
   */
  public Job await(String id, Optional<String> viewer, Predicate<Job> wanted, Instant until)
      throws InterruptedException {
    Duration pause = FIRST_POLL;
    Job job = get(id, viewer);
    while (!wanted.test(job) && clock.instant().plus(pause).isBefore(until)) {
      Thread.sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(SLOWEST_POLL) < 0 ? pause.multipliedBy(2) : SLOWEST_POLL;
      job = get(id, viewer);
    }
    return job;
  }

  /**
   * Cancels a job that is still pending.
   *
   * @throws HeadroomException.Conflict when it runs or has ended
   */
  public Job cancel(String id, Optional<String> viewer) {
    Job job = get(id, viewer);
    return store
        .cancel(job)
        .orElseThrow(
            () -> {
              JobStatus status = get(id, viewer).status();
              return new HeadroomException.Conflict(
                  status == JobStatus.RUNNING
                      ? "The job is running; only a pending job can be cancelled."
                      : "The job has ended: it is %s.".formatted(Json.spelled(status)));
            });
  }
}

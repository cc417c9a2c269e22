package dev.headroom.jobs.client;

import dev.headroom.aws.InParallel;
import dev.headroom.aws.Outage;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.JobId;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Pool;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.store.JobReader;
import dev.headroom.jobs.store.JobTransitions;
import dev.headroom.jobs.store.Payloads;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Submits, reads, cancels and retries jobs. A tenant sees its own jobs only; another tenant's job
 * is not found. An empty viewer sees the jobs of all tenants.
 */
public final class Jobs {
  /** How many jobs one call of {@link #submitAll} takes at most. */
  public static final int MAX_BATCH = 1_000;

  /** How many are written at a time: more would only wait for DynamoDB, perhaps too long. */
  private static final int AT_ONCE = 64;

  private static final Duration FIRST_POLL = Duration.ofMillis(20);
  private static final Duration SLOWEST_POLL = Duration.ofMillis(500);

  private final JobReader reader;
  private final JobTransitions transitions;
  private final JobQueue queue;
  private final Payloads payloads;
  private final JobTypes types;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Creates what clients can do in one deployment. */
  public Jobs(
      JobReader reader,
      JobTransitions transitions,
      JobQueue queue,
      Payloads payloads,
      JobTypes types,
      InstantSource clock,
      RandomGenerator random) {
    this.reader = reader;
    this.transitions = transitions;
    this.queue = queue;
    this.payloads = payloads;
    this.types = types;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Accepts a job: it is stored in the table, and a worker will be woken for it.
   *
   * @return the job, or the present job when it was submitted under the same key before
   * @throws HeadroomException.Invalid when there is no such type, its schema forbids the
   *     parameters, or something else was submitted under the same key
   * @throws RuntimeException of the SDK when the table does not answer. The job may then be stored
   *     or not; a submission under a key can be repeated
   */
  public Job submit(String tenant, Submission submission) {
    return enter(tenant, submission, queue::send);
  }

  /** Writes a job unless it was submitted before. Only for a new job has a worker to be woken. */
  private Job enter(String tenant, Submission submission, Consumer<Job> whenNew) {
    types.check(submission.type(), submission.parameters());
    Pool pool = types.pool(submission.type());
    if (!queue.serves(pool)) {
      throw new HeadroomException.Invalid(
          "job_type", "runs in the pool %s, which this deployment does not have".formatted(pool));
    }
    Job job = pending(tenant, submission, pool);
    Optional<String> hash = submission.idempotencyKey().map(_ -> submission.fingerprint());
    Optional<JobTransitions.Existing> existing = transitions.create(job, hash);
    if (existing.isPresent() && !isOurs(existing.get(), job, hash)) {
      return same(existing.get(), hash);
    }
    whenNew.accept(job);
    return job;
  }

  /** Whether the write was repeated because its answer was lost, and has found itself. */
  private static boolean isOurs(JobTransitions.Existing existing, Job job, Optional<String> hash) {
    return existing.requestHash().equals(hash) && existing.job().equals(job);
  }

  private static Job same(JobTransitions.Existing existing, Optional<String> hash) {
    if (!existing.requestHash().equals(hash)) {
      throw new HeadroomException.Invalid(
          "Idempotency-Key", "was used for another job; use a new key for a new job");
    }
    return existing.job();
  }

  private Job pending(String tenant, Submission submission, Pool pool) {
    String id =
        submission.idempotencyKey().map(key -> JobId.of(tenant, key)).orElse(JobId.next(random));
    Instant createdAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    // Two submissions under one key may come in one millisecond, and only one is the job's.
    String name = "parameters-" + JobId.next(random).substring(4);
    String key = JobFolder.of(tenant, id, createdAt).key(name);
    return Job.pending(
        id, tenant, submission, pool, createdAt, payloads.save(key, submission.parameters()));
  }

  /** The answer to one submission among many. */
  public sealed interface Answer {
    /** The job was accepted. */
    record Accepted(Job job) implements Answer {}

    /**
     * The job was not accepted.
     *
     * @param errors name what is at fault
     */
    record Rejected(List<FieldError> errors) implements Answer {}
  }

  /**
   * Accepts many jobs, each by itself. Each one is a write of its own: a BatchWriteItem has no
   * condition, and if a copy of it arrived late, as a repeated request may, it would undo what has
   * become of its jobs meanwhile.
   *
   * @param submissions at most {@link #MAX_BATCH}
   * @return one answer for each, in their order
   */
  public List<Answer> submitAll(String tenant, List<Submission> submissions) {
    Queue<Job> entered = new ConcurrentLinkedQueue<>();
    List<Answer> answers =
        InParallel.all(
            submissions.stream()
                .<Callable<Answer>>map(
                    submission -> () -> answer(() -> enter(tenant, submission, entered::add)))
                .toList(),
            AT_ONCE);
    queue.sendAll(List.copyOf(entered));
    return answers;
  }

  private static Answer answer(Callable<Job> submission) {
    try {
      return new Answer.Accepted(submission.call());
    } catch (HeadroomException.Invalid e) {
      return new Answer.Rejected(e.errors());
    } catch (RuntimeException e) {
      return Outage.of(e)
          .<Answer>map(
              outage -> new Answer.Rejected(List.of(new FieldError("", outage.getMessage()))))
          .orElseThrow(() -> e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns the job as it is now.
   *
   * @throws HeadroomException.NotFound when the viewer has no such job
   */
  public Job get(String id, Optional<String> viewer) {
    return Optional.of(id)
        .filter(JobId::isOne)
        .flatMap(reader::find)
        .filter(job -> viewer.isEmpty() || viewer.get().equals(job.tenant()))
        .orElseThrow(
            () ->
                new HeadroomException.NotFound(
                    "job_id",
                    "There is no job with this id; ids look like job_ and 32 hex digits."));
  }

  /**
   * Waits until a job fulfils a condition.
   *
   * @param until when the wait ends in any case
   * @return the job as it was last read, which does not fulfil the condition if the time was up
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
   * Cancels a job that has not ended. If the job runs, its worker stops within a second, and what
   * it still does has no effect on the job.
   *
   * @throws HeadroomException.Conflict when the job has ended
   */
  public Job cancel(String id, Optional<String> viewer) {
    Job job = get(id, viewer);
    return transitions
        .cancel(job)
        .orElseThrow(() -> forbidden("The job has ended: it is", id, viewer));
  }

  /**
   * Lets a failed job begin anew, with as many attempts as it had, from its last checkpoint if it
   * has one.
   *
   * @throws HeadroomException.Conflict when the job has not failed
   */
  public Job retry(String id, Optional<String> viewer) {
    Job job = get(id, viewer);
    Job waiting =
        transitions
            .restart(job)
            .orElseThrow(
                () -> forbidden("Only a failed job can be retried; this one is", id, viewer));
    queue.send(waiting);
    return waiting;
  }

  private HeadroomException.Conflict forbidden(
      String sentence, String id, Optional<String> viewer) {
    return new HeadroomException.Conflict(
        "%s %s.".formatted(sentence, Json.spelled(get(id, viewer).status())));
  }
}

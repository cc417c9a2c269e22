package dev.headroom.jobs;

import dev.headroom.aws.InParallel;
import dev.headroom.aws.Outage;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
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
 * What a client can do with jobs. A tenant sees its own jobs only: another's is not found. An empty
 * viewer sees every tenant's.
 */
public final class Jobs {
  /** Jobs that one call of {@link #submitAll} takes. */
  public static final int MAX_BATCH = 1_000;

  /** More only wait in DynamoDB's queue, and on a slow machine too long for an answer. */
  private static final int AT_ONCE = 64;

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
   * @return the job; as it is by now, when it was submitted under the same key before
   * @throws HeadroomException.Invalid when there is no such type, its schema forbids the
   *     parameters, or something else was submitted under the same key
   * @throws RuntimeException of the SDK when the table does not answer; then there may be a job or
   *     not, and a submission under a key can be repeated
   */
  public Job submit(String tenant, Submission wish) {
    return enter(tenant, wish, queue::send);
  }

  /** Writes a job, unless it was submitted before: only what is new needs a worker to be woken. */
  private Job enter(String tenant, Submission wish, Consumer<Job> whenNew) {
    types.check(wish.type(), wish.parameters());
    Pool pool = types.pool(wish.type());
    if (!queue.serves(pool)) {
      throw new HeadroomException.Invalid(
          "job_type", "runs in the pool %s, which this deployment does not have".formatted(pool));
    }
    Job job = pending(tenant, wish, pool);
    Optional<String> hash = wish.idempotencyKey().map(_ -> wish.fingerprint());
    Optional<JobStore.Existing> existing = store.create(job, hash);
    if (existing.isPresent() && !isOurs(existing.get(), job, hash)) {
      return same(existing.get(), hash);
    }
    whenNew.accept(job);
    return job;
  }

  /** The write was repeated because its answer was lost, and finds itself. */
  private static boolean isOurs(JobStore.Existing existing, Job job, Optional<String> hash) {
    return existing.requestHash().equals(hash) && existing.job().equals(job);
  }

  private static Job same(JobStore.Existing existing, Optional<String> hash) {
    if (!existing.requestHash().equals(hash)) {
      throw new HeadroomException.Invalid(
          "Idempotency-Key", "was used for another job: take a new key for a new one");
    }
    return existing.job();
  }

  private Job pending(String tenant, Submission wish, Pool pool) {
    String id = wish.idempotencyKey().map(key -> JobId.of(tenant, key)).orElse(JobId.next(random));
    Instant createdAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    // Two submissions under one key may come in one millisecond, and only one is the job's.
    String name = "parameters-" + JobId.next(random).substring(4);
    String key = JobFolder.of(tenant, id, createdAt).key(name);
    return Job.pending(id, tenant, wish, pool, createdAt, payloads.save(key, wish.parameters()));
  }

  /** What came of one submission among many. */
  public sealed interface Answer {
    record Accepted(Job job) implements Answer {}

    /**
     * It was not accepted.
     *
     * @param errors naming what is at fault
     */
    record Rejected(List<FieldError> errors) implements Answer {}
  }

  /**
   * Accepts many jobs, each for itself. Each is a write of its own: a BatchWriteItem knows no
   * condition, and a copy of it that arrives late, as a repeated request may, would undo what has
   * become of its jobs meanwhile.
   *
   * @param wishes at most {@link #MAX_BATCH}
   * @return what came of each, in their order
   */
  public List<Answer> submitAll(String tenant, List<Submission> wishes) {
    Queue<Job> entered = new ConcurrentLinkedQueue<>();
    List<Answer> answers =
        InParallel.all(
            wishes.stream()
                .<Callable<Answer>>map(
                    wish -> () -> answer(() -> enter(tenant, wish, entered::add)))
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
   * Cancels a job that has not ended. When it runs, its worker stops within a second, and whatever
   * it still does has no effect on the job.
   *
   * @throws HeadroomException.Conflict when it has ended
   */
  public Job cancel(String id, Optional<String> viewer) {
    Job job = get(id, viewer);
    return store.cancel(job).orElseThrow(() -> forbidden("The job has ended: it is", id, viewer));
  }

  /**
   * Has a failed job begin anew, with as many attempts as it had, from its last checkpoint if it
   * has one.
   *
   * @throws HeadroomException.Conflict when it has not failed
   */
  public Job retry(String id, Optional<String> viewer) {
    Job job = get(id, viewer);
    Job waiting =
        store
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

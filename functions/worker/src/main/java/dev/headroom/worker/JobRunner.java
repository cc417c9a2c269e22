package dev.headroom.worker;

import dev.headroom.aws.Outage;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.Outcome;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.recovery.FailedAttempts;
import dev.headroom.jobs.recovery.FailedAttempts.Failure;
import dev.headroom.jobs.results.ResultWriter;
import dev.headroom.jobs.store.Claim;
import dev.headroom.jobs.store.JobClaims;
import dev.headroom.jobs.store.Payloads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs one slice of one job: claim, work under supervision, end. */
final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final String ABANDONED =
      "It did not stop when it was told, and was abandoned: whatever it still does has no effect.";

  private final JobClaims claims;
  private final JobQueue queue;
  private final FailedAttempts failedAttempts;
  private final Payloads payloads;
  private final ResultWriter results;
  private final Function<String, Optional<JobWork>> works;
  private final InstantSource clock;
  private final Runnable onAbandoned;
  private final SliceTime.Pace pace;

  /** Platform threads: jobs compute, and would starve the scheduler of virtual ones. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("job-", 0).factory());

  /**
   * A runner of some types.
   *
   * @param works what does the work of a type, by the type's name
   * @param onAbandoned called when work did not stop, and its job has been seen to
   */
  JobRunner(
      JobClaims claims,
      JobQueue queue,
      FailedAttempts failedAttempts,
      Payloads payloads,
      Function<String, Optional<JobWork>> works,
      InstantSource clock,
      Runnable onAbandoned) {
    this(claims, queue, failedAttempts, payloads, works, clock, onAbandoned, SliceTime.Pace.USUAL);
  }

  /** As the other, at a pace of the caller's. */
  JobRunner(
      JobClaims claims,
      JobQueue queue,
      FailedAttempts failedAttempts,
      Payloads payloads,
      Function<String, Optional<JobWork>> works,
      InstantSource clock,
      Runnable onAbandoned,
      SliceTime.Pace pace) {
    this.claims = claims;
    this.queue = queue;
    this.failedAttempts = failedAttempts;
    this.payloads = payloads;
    this.results = new ResultWriter(payloads);
    this.works = works;
    this.clock = clock;
    this.onAbandoned = onAbandoned;
    this.pace = pace;
  }

  /**
   * Runs a job, if it is the message's turn.
   *
   * @param claimant unlike any other's
   * @param timeLeft how long the function may go on
   * @return empty when there was nothing to do
   */
  Optional<Ran> run(JobQueue.Message message, String claimant, Duration timeLeft)
      throws InterruptedException {
    return switch (claims.claim(message, claimant)) {
      case Claim.Granted claim -> Optional.of(new Ran(claim.job().type(), run(claim, timeLeft)));
      case Claim.NothingToDo _ -> Optional.empty();
    };
  }

  private Ran.End run(Claim.Granted claim, Duration timeLeft) throws InterruptedException {
    Job job = claim.job();
    Duration gone = Duration.between(job.startedAt().orElse(clock.instant()), clock.instant());
    var time = new SliceTime(pace, job.options().timeout().minus(gone), timeLeft);
    var supervision = new Supervision(claims, payloads, claim, time);
    return switch (ending(job, supervision)) {
      case Supervision.Ending.Done<Product>(Product product) ->
          end(claim, product, supervision.told());
      case Supervision.Ending.Stopped<Product>(var reason, boolean obeyed) -> {
        try {
          yield stopped(claim, reason, obeyed);
        } finally { // even if the table does not answer: the work goes on, and must not
          if (!obeyed) {
            LOG.error("Job {} of type {}: {}", job.id(), job.type(), ABANDONED);
            onAbandoned.run();
          }
        }
      }
    };
  }

  /** What the work brought, ready to be written. */
  private sealed interface Product {
    record Result(Payload payload) implements Product {}

    record Checkpoint(Payload payload) implements Product {}

    record Failed(Failure failure) implements Product {}
  }

  private Supervision.Ending<Product> ending(Job job, Supervision supervision)
      throws InterruptedException {
    Map<String, String> logContext =
        Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
    var done = new CompletableFuture<Product>();
    Future<?> running =
        threads.submit(
            () -> {
              MDC.setContextMap(logContext);
              done.complete(product(job, supervision));
            });
    try {
      return supervision.await(done, running);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause()); // nothing completes it so
    }
  }

  private Product product(Job job, Supervision supervision) {
    try {
      return switch (work(job, supervision)) {
        case Outcome.Completed completed ->
            new Product.Result(results.save(JobFolder.of(job), job.fencingToken(), completed));
        case Outcome.Continue(var checkpoint) ->
            new Product.Checkpoint(supervision.store(checkpoint));
        case Outcome.RetryIn(Duration delay, String why) ->
            new Product.Failed(new Failure(why, true, Optional.of(delay)));
        case Outcome.Failed(String why) -> new Product.Failed(Failure.lasting(why));
      };
    } catch (Throwable thrown) { // whatever a job throws is its own failure, never ours
      return new Product.Failed(failure(job, thrown));
    }
  }

  private Outcome work(Job job, Supervision supervision) throws Exception {
    Optional<JobWork> work = works.apply(job.type());
    if (work.isEmpty()) {
      return new Outcome.Failed("This worker has no job type \"%s\".".formatted(job.type()));
    }
    return work.get()
        .run(
            new JobRun(
                job.id(),
                job.tenant(),
                job.attemptNumber(),
                payloads.load(job.parameters()),
                job.checkpoint().map(payloads::load),
                supervision));
  }

  private static Failure failure(Job job, Throwable thrown) {
    return switch (thrown) {
      case HeadroomException.Unavailable e -> Failure.transientOne(e.getMessage());
      case HeadroomException.TooMany e ->
          new Failure(e.getMessage(), true, Optional.of(e.retryAfter()));
      case HeadroomException e -> Failure.lasting(e.getMessage());
      case InterruptedException _ -> Failure.transientOne("It was interrupted.");
      case OutOfMemoryError _, StackOverflowError _ -> {
        // It would kill the next worker as well.
        LOG.error("Job {} of type {} needed too much", job.id(), job.type(), thrown);
        yield Failure.lasting("The job needs more memory than a worker has. Split it.");
      }
      default -> {
        LOG.error("Job {} of type {} failed", job.id(), job.type(), thrown);
        yield Failure.transientOne(
            (thrown instanceof RuntimeException e
                    ? Outage.of(e)
                    : Optional.<HeadroomException>empty())
                .map(HeadroomException::getMessage)
                .orElse("The job failed unexpectedly; the log knows more by its id."));
      }
    };
  }

  private Ran.End end(Claim.Granted claim, Product product, Supervision.Told told) {
    return switch (product) {
      case Product.Result(Payload result) ->
          claims.complete(claim, result, told.message()) ? Ran.End.COMPLETED : Ran.End.LOST;
      case Product.Checkpoint(Payload checkpoint) -> {
        Optional<Job> waiting = claims.endSlice(claim, checkpoint, told.fraction(), told.message());
        waiting.ifPresent(queue::send);
        yield waiting.isPresent() ? Ran.End.YIELDED : Ran.End.LOST;
      }
      case Product.Failed(Failure failure) -> failed(claim, failure);
    };
  }

  private Ran.End failed(Claim.Granted claim, Failure failure) {
    return switch (failedAttempts.end(claim, failure)) {
      case RETRIED -> Ran.End.RETRIED;
      case FAILED -> Ran.End.FAILED;
      case LOST -> Ran.End.LOST;
    };
  }

  private Ran.End stopped(Claim.Granted claim, Supervision.Reason reason, boolean obeyed) {
    String abandoned = obeyed ? "" : " " + ABANDONED;
    return switch (reason) {
      case LOST -> {
        LOG.info("Job {} was cancelled, or went on without us", claim.job().id());
        if (!obeyed) {
          claims.noteAbandoned(claim, ABANDONED);
        }
        yield Ran.End.LOST;
      }
      case TIMED_OUT ->
          failed(
              claim,
              Failure.transientOne(
                  "Timed out after %s.%s"
                      .formatted(claim.job().options().timeoutInWords(), abandoned)));
      case CUT_OFF ->
          failed(
              claim,
              Failure.transientOne(
                  "The worker's time was up before the job yielded.%s".formatted(abandoned)));
    };
  }
}

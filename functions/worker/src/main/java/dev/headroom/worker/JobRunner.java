package dev.headroom.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Claim;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobResults;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobStore;
import dev.headroom.jobs.JobType;
import dev.headroom.jobs.Outcome;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.Payloads;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job: claim, work under a heartbeat, end. */
final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private final JobStore store;
  private final Payloads payloads;
  private final JobResults results;
  private final Map<String, JobType> types;
  private final InstantSource clock;

  JobRunner(
      JobStore store,
      Payloads payloads,
      JobResults results,
      List<JobType> types,
      InstantSource clock) {
    this.store = store;
    this.payloads = payloads;
    this.results = results;
    this.types = types.stream().collect(Collectors.toMap(JobType::name, Function.identity()));
    this.clock = clock;
  }

  /**
   * How a job ended.
   *
   * @param outcome completed, failed or lost
   */
  record End(String jobType, String outcome) {}

  /**
   * Runs a job, if it is there to be run.
   *
   * @param claimant unlike any other's
   * @return empty when there was nothing to do
   * @throws StillHeld when another worker has it: it must be asked for again, should that one die
   */
  Optional<End> run(String jobId, String tenant, String claimant) {
    return switch (store.claim(jobId, tenant, claimant)) {
      case Claim.Granted claim -> Optional.of(run(claim));
      case Claim.HeldByAnother _ -> throw new StillHeld(jobId);
      case Claim.NothingToDo _ -> Optional.empty();
    };
  }

  /** Another worker has the job, and its lease holds. */
  static final class StillHeld extends RuntimeException {
    private static final long serialVersionUID = 1;

    StillHeld(String jobId) {
      super("Job " + jobId + " is held by another worker");
    }
  }

  /** What is to be written, put together while the heartbeat still keeps the claim. */
  private sealed interface Ending {
    record Result(Payload payload) implements Ending {}

    record Failure(String why) implements Ending {}
  }

  private End run(Claim.Granted claim) {
    Job job = claim.job();
    Ending ending;
    var heartbeat = Heartbeat.start(store, claim, clock);
    try (heartbeat) {
      ending = ending(job, heartbeat);
    }
    boolean taken = !heartbeat.isLost() && end(claim, ending, heartbeat.message());
    if (!taken) {
      LOG.warn(
          "Job {} went on without us: attempt {} has lost its lease", job.id(), job.attempts());
      return new End(job.type(), "lost");
    }
    return new End(job.type(), ending instanceof Ending.Result ? "completed" : "failed");
  }

  private Ending ending(Job job, Heartbeat heartbeat) {
    if (job.attempts() > Job.MAX_ATTEMPTS) {
      return new Ending.Failure(
          "Given up: its worker died %d times.".formatted(job.attempts() - 1));
    }
    try {
      return switch (work(job, heartbeat)) {
        case Outcome.Completed completed ->
            new Ending.Result(results.save(job.id(), job.attempts(), completed));
        case Outcome.Failed failed -> new Ending.Failure(failed.why());
      };
    } catch (HeadroomException.Invalid e) {
      return new Ending.Failure(e.getMessage());
    } catch (OutOfMemoryError | StackOverflowError e) {
      // It would kill the next worker as well.
      LOG.error("Job {} of type {} needed too much", job.id(), job.type(), e);
      return new Ending.Failure("The job needs more memory than a worker has. Split it.");
    }
  }

  private Outcome work(Job job, Heartbeat heartbeat) {
    JobType type = types.get(job.type());
    if (type == null) {
      return new Outcome.Failed("This worker has no job type \"%s\".".formatted(job.type()));
    }
    try {
      ObjectNode parameters = payloads.load(job.parameters());
      return type.run(new JobRun(job.id(), parameters, heartbeat));
    } catch (InterruptedException e) {
      // Lambda is ending this worker: the lease runs out, and another begins anew.
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted at job " + job.id(), e);
    } catch (HeadroomException e) {
      return new Outcome.Failed(e.getMessage());
    } catch (Exception e) {
      LOG.error("Job {} of type {} failed", job.id(), job.type(), e);
      return new Outcome.Failed("The job failed unexpectedly; the log knows more by its id.");
    }
  }

  private boolean end(Claim.Granted claim, Ending ending, String message) {
    return switch (ending) {
      case Ending.Result(Payload result) -> store.complete(claim, result, message);
      case Ending.Failure(String why) -> store.fail(claim, why);
    };
  }
}

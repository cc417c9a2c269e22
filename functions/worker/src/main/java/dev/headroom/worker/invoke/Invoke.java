package dev.headroom.worker.invoke;

import static java.util.Objects.requireNonNullElseGet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.aws.AwsClients;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.InvocableFunctions;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.Optional;

/**
 * The {@code invoke} job: calls a Lambda function of the user's own, again and again from the
 * checkpoint that it answers with, until it answers with anything else. docs/extending.md tells its
 * author what it gets and what it may answer.
 *
 * <p>From each checkpoint, the function is called at least once: again when the worker dies, or the
 * connection breaks, before its answer is stored. Only one of those answers ever has an effect on
 * the job.
 */
public final class Invoke implements JobWork {
  private final InvocableFunctions functions;
  private final FunctionCalls calls;

  /** Makes no call and opens no client before it is run. */
  public Invoke(InvocableFunctions functions, AwsClients aws) {
    this.functions = functions;
    this.calls = new FunctionCalls(aws);
  }

  /**
   * What to call.
   *
   * @param function a name or an ARN
   */
  record Parameters(String function, ObjectNode payload) {
    Parameters {
      payload = requireNonNullElseGet(payload, Json.STORED::createObjectNode);
    }
  }

  /**
   * @throws HeadroomException.Invalid when the function is not allowed, or its answer is none
   * @throws HeadroomException.Unavailable when the function threw, or could not be called just now
   * @throws InterruptedException when the job is to stop; a call that runs is not waited for
   */
  @Override
  public Outcome run(JobRun run) throws InterruptedException {
    var parameters = run.parameters(Parameters.class);
    String arn = allowed(parameters.function());
    Optional<ObjectNode> checkpoint = run.checkpoint();
    Duration longest = Duration.ZERO;
    while (true) {
      Duration before = run.timeLeft();
      byte[] answer = calls.call(arn, event(run, parameters.payload(), checkpoint, before));
      switch (AnswerReader.read(answer)) {
        case Answer.Done(var result, var pagedBy) -> {
          return new Outcome.Completed(result, pagedBy);
        }
        case Answer.Retry(Duration delay, String error) -> {
          return new Outcome.RetryIn(delay, error);
        }
        case Answer.Failed(String error) -> {
          return new Outcome.Failed(error);
        }
        case Answer.GoOn goOn -> {
          tell(run, goOn);
          Duration left = run.timeLeft();
          longest = longer(longest, before.minus(left));
          // A call that is cut off is lost: it gets the whole of the next slice instead.
          if (left.compareTo(longest) <= 0) {
            return new Outcome.Continue(goOn.checkpoint());
          }
          run.save(goOn.checkpoint());
          checkpoint = Optional.of(goOn.checkpoint());
        }
      }
    }
  }

  private String allowed(String function) {
    return functions
        .arn(function)
        .orElseThrow(
            () ->
                new HeadroomException.Invalid(
                    "parameters.function",
                    "must be one that the stack parameter InvocableFunctions allows; got \"%s\""
                        .formatted(function)));
  }

  private static ObjectNode event(
      JobRun run, ObjectNode payload, Optional<ObjectNode> checkpoint, Duration timeLeft) {
    ObjectNode event = Json.STORED.createObjectNode();
    event.put("job_id", run.jobId()).put("attempt", run.attempt());
    event.set("payload", payload);
    event.set("checkpoint", checkpoint.orElse(null));
    return event.put("time_left_ms", Math.max(0, timeLeft.toMillis()));
  }

  /** Progress never goes back: where none is told, it stays as it was. */
  private static void tell(JobRun run, Answer.GoOn goOn) {
    if (goOn.progress().isPresent() || goOn.message().isPresent()) {
      run.progress(goOn.progress().orElse(0.0), goOn.message().orElse(""));
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}

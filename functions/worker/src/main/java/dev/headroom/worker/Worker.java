package dev.headroom.worker;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.function.Invocation;
import dev.headroom.function.Invocations;
import dev.headroom.jobs.JobQueue;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry of the worker function, woken by the four job queues. What it reports as failed, SQS
 * shows again when its visibility timeout is over.
 */
public final class Worker implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final JobRunner runner;
  private final Invocations invocations;

  /** As Lambda makes it. */
  public Worker() {
    this(System.getenv());
  }

  public Worker(Map<String, String> environment) {
    this.runner = WorkerWiring.runner(environment);
    this.invocations = new Invocations(environment);
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      if (!handled(message, context)) {
        failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }

  private boolean handled(SQSEvent.SQSMessage message, Context context) {
    String claimant = context.getAwsRequestId() + "/" + message.getMessageId();
    try {
      JobQueue.Message job = JobQueue.Message.read(message.getBody());
      var _ =
          invocations.run(
              context,
              job.jobId(),
              invocation -> {
                Optional<Ran> ran = run(job, claimant, context);
                ran.ifPresent(
                    it ->
                        invocation.about(
                            new Invocation.Subject.Job(it.jobType(), Json.spelled(it.end()))));
                return ran;
              });
      return true;
    } catch (JsonProcessingException | RuntimeException e) {
      LOG.error("Message {} goes back to its queue", message.getMessageId(), e);
      return false;
    }
  }

  private Optional<Ran> run(JobQueue.Message job, String claimant, Context context) {
    try {
      return runner.run(job, claimant, Duration.ofMillis(context.getRemainingTimeInMillis()));
    } catch (InterruptedException e) {
      // This worker is being ended: the lease runs out, and another takes over.
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted at job " + job.jobId(), e);
    }
  }
}

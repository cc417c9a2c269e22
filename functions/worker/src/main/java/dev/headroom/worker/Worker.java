package dev.headroom.worker;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.jobs.JobQueue;
import dev.headroom.json.Json;
import dev.headroom.telemetry.Telemetry;
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
  private final Telemetry telemetry;

  /** As Lambda makes it. */
  public Worker() {
    this(System.getenv());
  }

  public Worker(Map<String, String> environment) {
    this.runner = WorkerWiring.runner(environment);
    this.telemetry = new Telemetry(environment);
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
      telemetry.<Void>observe(
          context,
          job.jobId(),
          metrics -> {
            run(job, claimant, context)
                .ifPresent(ran -> metrics.job(ran.jobType(), Json.spelled(ran.end())));
            return null;
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

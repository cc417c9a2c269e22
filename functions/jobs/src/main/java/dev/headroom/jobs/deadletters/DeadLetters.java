package dev.headroom.jobs.deadletters;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.aws.AwsClients;
import dev.headroom.function.Invocations;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.recovery.FailedAttempts;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry of the function that takes what SQS has given up on: an attempt that could not even
 * begin. The job is tried again, or has failed if that was its last attempt.
 */
public final class DeadLetters implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final FailedAttempts failedAttempts;
  private final Invocations invocations;

  /** As Lambda makes it. */
  public DeadLetters() {
    this(System.getenv());
  }

  public DeadLetters(Map<String, String> environment) {
    var settings = new Settings(environment);
    var jobs = JobSettings.read(settings);
    settings.check();
    this.failedAttempts =
        JobBackend.open(
                jobs, new AwsClients(environment), InstantSource.system(), new SecureRandom())
            .failedAttempts();
    this.invocations = new Invocations(environment);
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      if (!invocations.run(context, message.getMessageId(), _ -> handled(message))) {
        failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }

  private boolean handled(SQSEvent.SQSMessage message) {
    try {
      JobQueue.Message job = JobQueue.Message.read(message.getBody());
      LOG.warn("SQS gave up on job {}: {}", job.jobId(), failedAttempts.deadLetter(job));
      return true;
    } catch (JsonProcessingException e) {
      LOG.error("Message {} is none of ours, and is dropped", message.getMessageId(), e);
      return true;
    } catch (RuntimeException e) {
      LOG.error("Message {} goes back to the dead letters", message.getMessageId(), e);
      return false;
    }
  }
}

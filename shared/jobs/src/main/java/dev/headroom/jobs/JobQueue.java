package dev.headroom.jobs;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.aws.InParallel;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The queues of jobs: each pool has one for each priority. A message only wakes a worker: what is
 * lost, doubled or late here is set right by the table.
 */
public final class JobQueue {
  /** The longest that SQS holds a message back. */
  public static final Duration MAX_DELAY = Duration.ofMinutes(15);

  /** SQS's bound on one SendMessageBatch. */
  private static final int BATCH = 10;

  private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);

  /**
   * A message that wakes a worker.
   *
   * @param turn the job's, when it was sent: at any other it is out of date
   * @param slice whether it is to go on with an attempt, rather than to begin one
   */
  public record Message(String jobId, String tenant, int turn, boolean slice) {
    /**
     * @throws IllegalArgumentException when the id is none
     */
    public Message {
      if (!JobId.isOne(jobId)) {
        throw new IllegalArgumentException("A message for no job: " + jobId);
      }
    }

    /** Returns the message for a job that waits. */
    public static Message of(Job job) {
      return new Message(
          job.id(), job.tenant(), job.fencingToken(), job.status() == JobStatus.RUNNING);
    }

    /**
     * Reads a message's body.
     *
     * @throws JsonProcessingException when it is none of ours
     */
    public static Message read(String body) throws JsonProcessingException {
      Message message = Json.SNAKE_CASE.readValue(body, Message.class);
      if (message == null) {
        throw new JsonParseException(null, "A message for no job: " + body);
      }
      return message;
    }

    String body() {
      return Json.SNAKE_CASE.valueToTree(this).toString();
    }
  }

  private final SqsClient sqs;
  private final Map<QueueName, String> queueUrls;
  private final InstantSource clock;

  public JobQueue(SqsClient sqs, Map<QueueName, String> queueUrls, InstantSource clock) {
    this.sqs = sqs;
    this.queueUrls = Map.copyOf(queueUrls);
    this.clock = clock;
  }

  /**
   * Wakes a worker for a job that waits, when its time has come; its tenant is the group, so that
   * SQS is fair among tenants. What is not sent, because its time is too far off or because SQS
   * does not answer, the sweeper sends.
   *
   * @return whether a message is on its way
   */
  public boolean send(Job job) {
    if (isFarOff(job)) {
      return false;
    }
    try {
      sqs.sendMessage(
          send ->
              send.queueUrl(url(job))
                  .messageBody(Message.of(job).body())
                  .delaySeconds(delaySeconds(job))
                  .messageGroupId(job.tenant()));
      return true;
    } catch (SdkException e) {
      LOG.warn("Job {} was not sent; the sweeper will", job.id(), e);
      return false;
    }
  }

  /** Wakes workers for many jobs, ten to a call. */
  public void sendAll(List<Job> jobs) {
    Map<String, List<Job>> byQueue =
        jobs.stream().filter(job -> !isFarOff(job)).collect(Collectors.groupingBy(this::url));
    List<Callable<Boolean>> calls =
        byQueue.entrySet().stream()
            .flatMap(
                queue ->
                    queue.getValue().stream()
                        .gather(Gatherers.windowFixed(BATCH))
                        .<Callable<Boolean>>map(batch -> () -> send(queue.getKey(), batch)))
            .toList();
    var _ = InParallel.all(calls);
  }

  private boolean send(String url, List<Job> jobs) {
    var entries = jobs.stream().map(this::entry).toList();
    try {
      var response = sqs.sendMessageBatch(send -> send.queueUrl(url).entries(entries));
      if (response.hasFailed()) {
        LOG.warn("{} jobs were not sent; the sweeper will", response.failed().size());
      }
      return !response.hasFailed();
    } catch (SdkException e) {
      LOG.warn("{} jobs were not sent; the sweeper will", jobs.size(), e);
      return false;
    }
  }

  private SendMessageBatchRequestEntry entry(Job job) {
    return SendMessageBatchRequestEntry.builder()
        .id(job.id())
        .messageBody(Message.of(job).body())
        .delaySeconds(delaySeconds(job))
        .messageGroupId(job.tenant())
        .build();
  }

  /** Says whether this deployment has workers of a pool. */
  public boolean serves(Pool pool) {
    return queueUrls.keySet().stream().anyMatch(queue -> queue.pool() == pool);
  }

  /**
   * Returns the queues that have no message to give, as far as SQS knows at the moment. One that
   * does not answer may have some.
   */
  public Set<QueueName> idle() {
    return queueUrls.entrySet().stream()
        .filter(queue -> isIdle(queue.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isIdle(String url) {
    var messages = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    try {
      var answer = sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(messages));
      return "0".equals(answer.attributes().get(messages));
    } catch (SdkException e) {
      LOG.warn("A queue does not say how many messages it has", e);
      return false;
    }
  }

  private String url(Job job) {
    String url = queueUrls.get(job.queue());
    if (url == null) {
      throw new IllegalStateException("There is no queue for " + job.queue());
    }
    return url;
  }

  private boolean isFarOff(Job job) {
    return QueueWait.of(job.runAfter(), clock.instant()).isScheduled();
  }

  private int delaySeconds(Job job) {
    long millis = Duration.between(clock.instant(), job.runAfter()).toMillis();
    return (int) Math.clamp(Math.ceilDiv(millis, 1_000), 0, MAX_DELAY.toSeconds());
  }
}

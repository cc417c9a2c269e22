package dev.headroom.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.json.Json;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Wakes workers. A queue per priority; the job table holds the truth, a message only says where to
 * look.
 */
public final class JobQueue {
  /** What a worker is woken with. */
  public record Message(String jobId, String tenant) {
    /**
     * Reads a message's body.
     *
     * @throws JsonProcessingException when it is none of ours
     */
    public static Message read(String body) throws JsonProcessingException {
      return Json.SNAKE_CASE.readValue(body, Message.class);
    }
  }

  private final SqsClient sqs;
  private final Map<Priority, String> queueUrls;

  public JobQueue(SqsClient sqs, Map<Priority, String> queueUrls) {
    this.sqs = sqs;
    this.queueUrls = Map.copyOf(queueUrls);
  }

  /** Wakes a worker for the job; its tenant is the group, so that SQS is fair among tenants. */
  void send(Job job) {
    String url = queueUrls.get(job.priority());
    String body = Json.SNAKE_CASE.valueToTree(new Message(job.id(), job.tenant())).toString();
    sqs.sendMessage(send -> send.queueUrl(url).messageBody(body).messageGroupId(job.tenant()));
  }
}

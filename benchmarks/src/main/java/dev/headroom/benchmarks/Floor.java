package dev.headroom.benchmarks;

import dev.headroom.aws.InParallel;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The AWS calls that durable jobs cannot do without, and nothing else, in loops against the same
 * engines: no HTTP of ours, no validation, no supervision, no events, no logs and no metrics. The
 * requests are a real job's, in a table with the job table's keys, indexes and stream.
 */
final class Floor {
  private static final String NAME = "floor";
  private static final int MAX_PUTS = 25;
  private static final int MAX_SENDS = 10;
  private static final int SUBMITTERS = 4;
  private static final int BATCH = 100;

  /** Receives in sequence that bring nothing, of a second each. */
  private static final int MAX_IN_VAIN = 15;

  private final DynamoDbClient dynamoDb;
  private final SqsClient sqs;
  private final JobRequests requests;
  private final String queueUrl;

  /**
   * Makes the table and the queue.
   *
   * @param likeQueueUrl the queue whose visibility timeout it takes
   */
  Floor(Store store, String likeQueueUrl, JobRequests requests) {
    this.dynamoDb = store.dynamoDb();
    this.sqs = store.sqs();
    this.requests = requests;
    createTable(dynamoDb.describeTable(t -> t.tableName(store.table())).table());
    var visibility = QueueAttributeName.VISIBILITY_TIMEOUT;
    var attributes =
        sqs.getQueueAttributes(q -> q.queueUrl(likeQueueUrl).attributeNames(visibility))
            .attributes();
    this.queueUrl = sqs.createQueue(q -> q.queueName(NAME).attributes(attributes)).queueUrl();
  }

  private void createTable(TableDescription like) {
    dynamoDb.createTable(
        create ->
            create
                .tableName(NAME)
                .billingMode(like.billingModeSummary().billingMode())
                .attributeDefinitions(like.attributeDefinitions())
                .keySchema(like.keySchema())
                .streamSpecification(like.streamSpecification())
                .globalSecondaryIndexes(
                    like.globalSecondaryIndexes().stream().map(Floor::copy).toList()));
  }

  private static GlobalSecondaryIndex copy(GlobalSecondaryIndexDescription index) {
    return GlobalSecondaryIndex.builder()
        .indexName(index.indexName())
        .keySchema(index.keySchema())
        .projection(index.projection())
        .build();
  }

  /** Each job from its put to the deletion of its message. */
  Timed whole(int concurrency, int jobs) throws ExecutionException, InterruptedException {
    return InFlight.run(
            concurrency,
            jobs,
            _ -> {
              submit();
              work(1);
            })
        .with(Latencies.NONE);
  }

  /** Put and send, and nobody works. */
  Timed submits(int concurrency, int jobs) throws ExecutionException, InterruptedException {
    var timed = InFlight.run(concurrency, jobs, _ -> submit());
    purge();
    return timed;
  }

  /** The same in batches: as many writes and sends as so many jobs need, in parallel. */
  Timed batchSubmits(int concurrency, int batches, int jobsEach)
      throws ExecutionException, InterruptedException {
    var timed = InFlight.run(concurrency, batches, _ -> submitBatch(jobsEach));
    purge();
    return timed.times(jobsEach);
  }

  /**
   * Works off a backlog, which it makes before: receive, claim, complete, delete.
   *
   * @param jobs a multiple of a hundred
   * @param perReceive messages that one loop receives, and deletes, together: 1 to 10
   */
  Timed drain(int concurrency, int jobs, int perReceive)
      throws ExecutionException, InterruptedException {
    var _ = InFlight.run(SUBMITTERS, Math.ceilDiv(jobs, BATCH), _ -> submitBatch(BATCH));
    var left = new AtomicInteger(jobs);
    var ended = new AtomicReference<Stopwatch.@Nullable Elapsed>();
    var watch = new Stopwatch();
    var _ =
        InFlight.run(
            concurrency,
            concurrency,
            _ -> {
              int inVain = 0;
              while (left.get() > 0) {
                int worked = work(perReceive);
                inVain = worked == 0 ? inVain + 1 : 0;
                if (inVain > MAX_IN_VAIN) {
                  throw new IllegalStateException(
                      "Of %d messages %d did not come".formatted(jobs, left.get()));
                }
                if (left.addAndGet(-worked) == 0) {
                  ended.set(watch.elapsed()); // others may wait in vain for a second more
                }
              }
            });
    return new Timed(Objects.requireNonNull(ended.get()), jobs, Latencies.NONE);
  }

  private void submit() {
    String id = nextId();
    dynamoDb.putItem(requests.put(NAME, id));
    sqs.sendMessage(
        send -> send.queueUrl(queueUrl).messageBody(requests.message(id)).messageGroupId(NAME));
  }

  /** As few calls as so many jobs need, all puts at once and then all sends. */
  private void submitBatch(int jobs) {
    List<String> ids = Stream.generate(Floor::nextId).limit(jobs).toList();
    allAtOnce(
        ids.stream()
            .map(id -> WriteRequest.builder().putRequest(put -> put.item(requests.item(id))))
            .map(WriteRequest.Builder::build)
            .gather(Gatherers.windowFixed(MAX_PUTS))
            .map(puts -> () -> dynamoDb.batchWriteItem(w -> w.requestItems(Map.of(NAME, puts)))));
    allAtOnce(
        ids.stream()
            .map(this::entry)
            .gather(Gatherers.windowFixed(MAX_SENDS))
            .map(sends -> () -> sqs.sendMessageBatch(s -> s.queueUrl(queueUrl).entries(sends))));
  }

  private static void allAtOnce(Stream<Callable<SdkResponse>> calls) {
    var _ = InParallel.all(calls.toList());
  }

  private SendMessageBatchRequestEntry entry(String id) {
    return SendMessageBatchRequestEntry.builder()
        .id(id)
        .messageBody(requests.message(id))
        .messageGroupId(NAME)
        .build();
  }

  private static String nextId() {
    byte[] bits = new byte[16];
    ThreadLocalRandom.current().nextBytes(bits);
    return "job_" + HexFormat.of().formatHex(bits);
  }

  /** Waits up to a second for messages, and works on those that come. */
  private int work(int atMost) {
    List<Message> messages =
        sqs.receiveMessage(
                receive ->
                    receive.queueUrl(queueUrl).maxNumberOfMessages(atMost).waitTimeSeconds(1))
            .messages();
    for (Message message : messages) {
      String id = requests.id(message.body());
      dynamoDb.updateItem(requests.claim(NAME, id));
      dynamoDb.updateItem(requests.complete(NAME, id));
    }
    delete(messages);
    return messages.size();
  }

  private void delete(List<Message> messages) {
    if (messages.size() == 1) {
      sqs.deleteMessage(
          delete -> delete.queueUrl(queueUrl).receiptHandle(messages.getFirst().receiptHandle()));
    } else if (!messages.isEmpty()) {
      var entries = messages.stream().map(Floor::deletion).toList();
      sqs.deleteMessageBatch(delete -> delete.queueUrl(queueUrl).entries(entries));
    }
  }

  private static DeleteMessageBatchRequestEntry deletion(Message message) {
    return DeleteMessageBatchRequestEntry.builder()
        .id(message.messageId())
        .receiptHandle(message.receiptHandle())
        .build();
  }

  private void purge() {
    sqs.purgeQueue(purge -> purge.queueUrl(queueUrl));
  }
}

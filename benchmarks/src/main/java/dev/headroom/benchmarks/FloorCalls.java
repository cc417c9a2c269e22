package dev.headroom.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The bare calls, each as large as the real one: items with a real job's attributes, in a table
 * with the job table's keys, indexes and stream, changed by the very changes that a real job saw.
 */
final class FloorCalls {
  private static final String NAME = "floor";
  private static final int MAX_PUTS = 25;
  private static final int MAX_SENDS = 10;

  private final DynamoDbClient dynamoDb;
  private final SqsClient sqs;
  private final String queueUrl;
  private final Map<String, AttributeValue> pending;
  private final String sampleId;
  private final String sampleMessage;
  private final ItemChange claim;
  private final ItemChange complete;

  /**
   * Makes the table and the queue.
   *
   * @param life of a real job: put, claimed, completed
   */
  FloorCalls(Store store, String likeQueueUrl, List<StreamTail.Change> life) {
    if (life.size() != 3) {
      throw new IllegalStateException("A job's life had %d writes".formatted(life.size()));
    }
    dynamoDb = store.dynamoDb();
    sqs = store.sqs();
    pending = life.getFirst().after();
    sampleId = pending.getOrDefault("job_id", AttributeValue.fromS("")).s();
    sampleMessage =
        """
        {"job_id":"%s","tenant":"benchmark","turn":0,"slice":false}"""
            .formatted(sampleId);
    claim = new ItemChange(life.get(1), "pending", 0);
    complete = new ItemChange(life.get(2), "running", 1);
    createTable(dynamoDb.describeTable(t -> t.tableName(store.table())).table());
    String visibility =
        sqs.getQueueAttributes(
                q -> q.queueUrl(likeQueueUrl).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
            .attributes()
            .getOrDefault(QueueAttributeName.VISIBILITY_TIMEOUT, "30");
    queueUrl =
        sqs.createQueue(
                q ->
                    q.queueName(NAME)
                        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, visibility)))
            .queueUrl();
  }

  /** One put and one send. */
  void submit() {
    String id = nextId();
    dynamoDb.putItem(
        put ->
            put.tableName(NAME).item(item(id)).conditionExpression("attribute_not_exists(job_id)"));
    sqs.sendMessage(send -> send.queueUrl(queueUrl).messageBody(message(id)).messageGroupId(NAME));
  }

  /** As few calls as so many jobs need, all puts at once and then all sends. */
  void submitBatch(int jobs) {
    List<String> ids = IntStream.range(0, jobs).mapToObj(_ -> nextId()).toList();
    InFlight.allAtOnce(
        ids.stream()
            .gather(Gatherers.windowFixed(MAX_PUTS))
            .<Runnable>map(window -> () -> put(window))
            .toList());
    InFlight.allAtOnce(
        ids.stream()
            .gather(Gatherers.windowFixed(MAX_SENDS))
            .<Runnable>map(window -> () -> send(window))
            .toList());
  }

  private void put(List<String> ids) {
    var writes =
        ids.stream()
            .map(id -> WriteRequest.builder().putRequest(put -> put.item(item(id))).build())
            .toList();
    dynamoDb.batchWriteItem(batch -> batch.requestItems(Map.of(NAME, writes)));
  }

  private void send(List<String> ids) {
    var entries =
        ids.stream()
            .map(
                id ->
                    SendMessageBatchRequestEntry.builder()
                        .id(id)
                        .messageBody(message(id))
                        .messageGroupId(NAME)
                        .build())
            .toList();
    sqs.sendMessageBatch(send -> send.queueUrl(queueUrl).entries(entries));
  }

  /** Waits up to a second for messages. */
  List<Message> receive(int atMost) {
    return sqs.receiveMessage(
            receive -> receive.queueUrl(queueUrl).maxNumberOfMessages(atMost).waitTimeSeconds(1))
        .messages();
  }

  /** The job that a message is for. */
  String id(Message message) {
    int from = sampleMessage.indexOf(sampleId);
    return message.body().substring(from, from + sampleId.length());
  }

  /** The worker needs the job: without ALL_NEW it would have to read it. */
  void claim(String id) {
    claim.write(dynamoDb, NAME, id, ReturnValue.ALL_NEW);
  }

  void complete(String id) {
    complete.write(dynamoDb, NAME, id, ReturnValue.NONE);
  }

  void delete(List<Message> messages) {
    if (messages.size() == 1) {
      sqs.deleteMessage(
          delete -> delete.queueUrl(queueUrl).receiptHandle(messages.getFirst().receiptHandle()));
    } else if (!messages.isEmpty()) {
      var entries =
          messages.stream()
              .map(
                  message ->
                      DeleteMessageBatchRequestEntry.builder()
                          .id(message.messageId())
                          .receiptHandle(message.receiptHandle())
                          .build())
              .toList();
      sqs.deleteMessageBatch(delete -> delete.queueUrl(queueUrl).entries(entries));
    }
  }

  /** Empties the queue. */
  void purge() {
    sqs.purgeQueue(purge -> purge.queueUrl(queueUrl));
  }

  private static String nextId() {
    byte[] bits = new byte[16];
    ThreadLocalRandom.current().nextBytes(bits);
    return "job_" + HexFormat.of().formatHex(bits);
  }

  private Map<String, AttributeValue> item(String id) {
    Instant now = Instant.now();
    Map<String, AttributeValue> item = new HashMap<>(pending);
    item.put("job_id", AttributeValue.fromS(id));
    item.put("created_key", AttributeValue.fromS(now + "#" + id));
    item.put("due_at", AttributeValue.fromN(String.valueOf(now.toEpochMilli() + 60_000)));
    return item;
  }

  private String message(String id) {
    return sampleMessage.replace(sampleId, id);
  }

  private void createTable(TableDescription like) {
    List<GlobalSecondaryIndex> indexes = new ArrayList<>();
    like.globalSecondaryIndexes()
        .forEach(
            index ->
                indexes.add(
                    GlobalSecondaryIndex.builder()
                        .indexName(index.indexName())
                        .keySchema(index.keySchema())
                        .projection(index.projection())
                        .build()));
    dynamoDb.createTable(
        create ->
            create
                .tableName(NAME)
                .billingMode(like.billingModeSummary().billingMode())
                .attributeDefinitions(like.attributeDefinitions())
                .keySchema(like.keySchema())
                .streamSpecification(like.streamSpecification())
                .globalSecondaryIndexes(indexes));
  }
}

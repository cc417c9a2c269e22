package dev.headroom.benchmarks;

import dev.headroom.aws.Item;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The AWS calls that one durable job cannot do without, and nothing else: put the item, send the
 * message, receive it, claim, complete, delete the message. Against the same engines, with items of
 * a real job's attributes, in a table with the job table's keys, index and stream.
 */
final class Floor {
  private static final String TABLE = "floor";
  private static final int SHARDS = 4;
  private static final Set<String> SET_LATER =
      Set.of("claimed_by", "lease_until", "started_at", "completed_at", "result");

  private final DynamoDbClient dynamoDb;
  private final SqsClient sqs;
  private final String queueUrl;
  private final Map<String, AttributeValue> ended;
  private final Map<String, AttributeValue> pending;

  /**
   * Makes the table and the queue.
   *
   * @param completed an item to take the attributes from
   */
  Floor(Store store, Item completed) {
    dynamoDb = store.dynamoDb();
    sqs = store.sqs();
    createTable(dynamoDb.describeTable(t -> t.tableName(store.table())).table());
    String visibility =
        sqs.getQueueAttributes(
                q ->
                    q.queueUrl(store.queueUrl())
                        .attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
            .attributes()
            .getOrDefault(QueueAttributeName.VISIBILITY_TIMEOUT, "30");
    queueUrl =
        sqs.createQueue(
                q ->
                    q.queueName(TABLE)
                        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, visibility)))
            .queueUrl();
    ended = completed.attributes();
    pending = new HashMap<>(ended);
    pending.keySet().removeAll(SET_LATER);
    pending.put("status", text("pending"));
    pending.put("progress", number(0));
    pending.put("attempts", number(0));
    pending.put("revision", number(1));
  }

  InFlight.Timed run(int concurrency, int jobs) throws ExecutionException, InterruptedException {
    return InFlight.run(concurrency, jobs, this::job);
  }

  private void job() {
    submit();
    Message message = receive();
    claim(message.body());
    complete(message.body());
    sqs.deleteMessage(delete -> delete.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
  }

  private void submit() {
    byte[] bits = new byte[16];
    ThreadLocalRandom.current().nextBytes(bits);
    String id = "job_" + HexFormat.of().formatHex(bits);
    Map<String, AttributeValue> item = new HashMap<>(pending);
    item.put("job_id", text(id));
    item.put("status_key", statusKey("pending", id));
    item.put("created_key", text(Instant.now() + "#" + id));
    dynamoDb.putItem(
        put -> put.tableName(TABLE).item(item).conditionExpression("attribute_not_exists(job_id)"));
    sqs.sendMessage(send -> send.queueUrl(queueUrl).messageBody(id).messageGroupId("floor"));
  }

  /** There is one for each that receives, for each has sent one before. */
  private Message receive() {
    while (true) {
      var messages =
          sqs.receiveMessage(
                  receive -> receive.queueUrl(queueUrl).maxNumberOfMessages(1).waitTimeSeconds(1))
              .messages();
      if (!messages.isEmpty()) {
        return messages.getFirst();
      }
    }
  }

  private void claim(String id) {
    var values =
        Map.of(
            ":from", text("pending"),
            ":to", text("running"),
            ":key", statusKey("running", id),
            ":by", attribute("claimed_by"),
            ":until", attribute("lease_until"),
            ":at", attribute("started_at"),
            ":zero", number(0),
            ":one", number(1));
    // The worker needs the job: without ALL_NEW it would have to read it.
    dynamoDb.updateItem(
        update ->
            update
                .tableName(TABLE)
                .key(Map.of("job_id", text(id)))
                .updateExpression(
                    "SET #status = :to, status_key = :key, claimed_by = :by, lease_until = :until,"
                        + " started_at = :at, progress = :zero, attempts = attempts + :one,"
                        + " revision = revision + :one")
                .conditionExpression("#status = :from")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_NEW));
  }

  private void complete(String id) {
    var values =
        Map.of(
            ":from", text("running"),
            ":to", text("completed"),
            ":key", statusKey("completed", id),
            ":at", attribute("completed_at"),
            ":result", attribute("result"),
            ":one", number(1));
    dynamoDb.updateItem(
        update ->
            update
                .tableName(TABLE)
                .key(Map.of("job_id", text(id)))
                .updateExpression(
                    "SET #status = :to, status_key = :key, completed_at = :at, progress = :one,"
                        + " #result = :result, revision = revision + :one")
                .conditionExpression("#status = :from AND attempts = :one")
                .expressionAttributeNames(Map.of("#status", "status", "#result", "result"))
                .expressionAttributeValues(values));
  }

  private void createTable(TableDescription like) {
    dynamoDb.createTable(
        create ->
            create
                .tableName(TABLE)
                .billingMode(like.billingModeSummary().billingMode())
                .attributeDefinitions(like.attributeDefinitions())
                .keySchema(like.keySchema())
                .streamSpecification(like.streamSpecification())
                .globalSecondaryIndexes(
                    like.globalSecondaryIndexes().stream()
                        .map(
                            index ->
                                GlobalSecondaryIndex.builder()
                                    .indexName(index.indexName())
                                    .keySchema(index.keySchema())
                                    .projection(index.projection())
                                    .build())
                        .toList()));
  }

  private AttributeValue attribute(String name) {
    return new Item(ended).get(name);
  }

  private static AttributeValue statusKey(String status, String id) {
    return text(status + "#" + Math.floorMod(id.hashCode(), SHARDS) + "#floor");
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(int value) {
    return AttributeValue.fromN(String.valueOf(value));
  }
}

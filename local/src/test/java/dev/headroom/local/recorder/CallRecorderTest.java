package dev.headroom.local.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.headroom.aws.AwsClients;
import dev.headroom.local.TestCloud;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.template.Arn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class CallRecorderTest {
  private static final String TABLE = Arn.table("Table");

  private final Engines engines = TestCloud.shared().engines();

  private final CallRecorder recorder = new CallRecorder();

  @AfterEach
  void stop() {
    recorder.close();
  }

  /** A client as a function builds it of its environment. */
  private DynamoDbClient dynamoDb() {
    return new AwsClients(engines.environment("Behave"))
        .client(DynamoDbClient.builder(), "dynamodb");
  }

  /** What was recorded of the function alone: queue pollers are at work, too. */
  private Set<Call> calls() {
    return recorder.calls().keySet().stream()
        .filter(call -> call.function().equals("Behave"))
        .collect(Collectors.toSet());
  }

  private Tally tally(Call call) {
    return recorder.calls().getOrDefault(call, new Tally(0, Map.of()));
  }

  private static Map<String, AttributeValue> item(String id) {
    return Map.of("id", AttributeValue.fromS(id));
  }

  @Test
  void a_call_is_recorded_with_who_did_what_to_what() {
    try (DynamoDbClient dynamoDb = dynamoDb()) {
      for (int i = 0; i < 3; i++) {
        dynamoDb.putItem(
            p ->
                p.tableName("Table")
                    .item(item("a"))
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
      }
    }
    var call = new Call("Behave", "PutItem", "dynamodb:PutItem", TABLE);
    assertThat(calls()).containsExactly(call);
    assertThat(tally(call)).isEqualTo(new Tally(3, Map.of(200, 3L)));
    assertThat(tally(call).attempts()).isEqualTo(3);
  }

  @Test
  void a_query_of_an_index_is_a_call_to_the_index() {
    try (DynamoDbClient dynamoDb = dynamoDb()) {
      dynamoDb.query(
          q ->
              q.tableName("Table")
                  .indexName("by_kind")
                  .keyConditionExpression("kind = :k")
                  .expressionAttributeValues(Map.of(":k", AttributeValue.fromS("x"))));
    }
    assertThat(calls())
        .containsExactly(new Call("Behave", "Query", "dynamodb:Query", TABLE + "/index/by_kind"));
  }

  @Test
  void a_refused_call_is_recorded_with_its_status() {
    try (DynamoDbClient dynamoDb = dynamoDb()) {
      assertThat(
              catchThrowable(
                  () ->
                      dynamoDb.updateItem(
                          u ->
                              u.tableName("Table")
                                  .key(item("none"))
                                  .conditionExpression("attribute_exists(id)"))))
          .isNotNull();
    }
    assertThat(tally(new Call("Behave", "UpdateItem", "dynamodb:UpdateItem", TABLE)).statuses())
        .isEqualTo(Map.of(400, 1L));
  }

  @Test
  void batches_and_transactions_need_what_their_items_need() {
    try (DynamoDbClient dynamoDb = dynamoDb();
        var sqs = engines.sqsFor("Behave")) {
      dynamoDb.batchGetItem(
          b ->
              b.requestItems(
                  Map.of("Table", KeysAndAttributes.builder().keys(List.of(item("a"))).build())));
      dynamoDb.transactWriteItems(
          t ->
              t.transactItems(
                  TransactWriteItem.builder()
                      .put(p -> p.tableName("Table").item(item("b")))
                      .build(),
                  TransactWriteItem.builder()
                      .delete(d -> d.tableName("Table").key(item("c")))
                      .build()));
      sqs.sendMessageBatch(
          b ->
              b.queueUrl(engines.queueUrl("idle-queue"))
                  .entries(
                      SendMessageBatchRequestEntry.builder().id("1").messageBody("x").build()));
    }
    assertThat(calls())
        .containsExactlyInAnyOrder(
            new Call("Behave", "BatchGetItem", "dynamodb:BatchGetItem", TABLE),
            new Call("Behave", "TransactWriteItems", "dynamodb:PutItem", TABLE),
            new Call("Behave", "TransactWriteItems", "dynamodb:DeleteItem", TABLE),
            new Call("Behave", "SendMessageBatch", "sqs:SendMessage", Arn.queue("idle-queue")));
  }
}

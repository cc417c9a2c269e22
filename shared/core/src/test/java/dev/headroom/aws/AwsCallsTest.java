package dev.headroom.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

class AwsCallsTest {
  private final AtomicInteger failures = new AtomicInteger();
  private final List<String> bodies = new ArrayList<>();
  private HttpServer server;
  private DynamoDbClient dynamoDb;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          boolean fails = failures.getAndDecrement() > 0;
          String consumed = "{\"TableName\": \"t\", \"CapacityUnits\": 1.5}";
          boolean batch =
              exchange.getRequestHeaders().getFirst("X-Amz-Target").contains("Transact");
          byte[] answer =
              "{\"ConsumedCapacity\": %s}"
                  .formatted(batch ? "[" + consumed + "]" : consumed)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(fails ? 500 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    var environment =
        Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "id",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:" + server.getAddress().getPort());
    dynamoDb = new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
  }

  @AfterEach
  void stop() {
    dynamoDb.close();
    server.stop(0);
  }

  /** Notes what it is told of. */
  private static class Notes implements AwsCallObserver {
    final List<String> notes = new ArrayList<>();
    final List<AwsCall> calls = new ArrayList<>();
    Optional<StackWalker.StackFrame> callSite = Optional.empty();
    double units;

    @Override
    public void started(AwsCall call) {
      notes.add("started %s".formatted(call.operation()));
      calls.add(call);
      callSite = AwsCall.callSite();
    }

    @Override
    public void sending(AwsCall call) {
      notes.add("sending " + call.attempts());
    }

    @Override
    public void answered(AwsCall call, int status) {
      notes.add("answered " + status);
    }

    @Override
    public void succeeded(AwsCall call, SdkResponse response) {
      notes.add("succeeded");
      ConsumedCapacities.of(response).forEach(one -> units += one.capacityUnits());
    }

    @Override
    public void failed(AwsCall call, Throwable error) {
      notes.add("failed " + error.getClass().getSimpleName());
    }
  }

  private void query() {
    dynamoDb.query(
        q ->
            q.tableName("t")
                .indexName("by_kind")
                .keyConditionExpression("kind = :kind")
                .filterExpression("size > :size")
                .expressionAttributeValues(
                    Map.of(
                        ":kind",
                        AttributeValue.fromS("secret"),
                        ":size",
                        AttributeValue.fromN("1"))));
  }

  @Test
  void each_attempt_and_the_end_are_told_in_order() {
    var notes = new Notes();
    failures.set(1);
    try (var _ = AwsCalls.observe(notes)) {
      query();
    }
    assertThat(notes.notes)
        .containsExactly(
            "started Query", "sending 1", "answered 500", "sending 2", "answered 200", "succeeded");
    assertThat(notes.calls.getFirst().elapsed()).isPositive();
    query();
    assertThat(notes.calls).as("after the end of the observation").hasSize(1);
  }

  @Test
  void a_call_says_what_it_is_about_and_where_it_was_made() {
    var notes = new Notes();
    try (var _ = AwsCalls.observe(notes)) {
      query();
      dynamoDb.transactWriteItems(
          t ->
              t.transactItems(
                  TransactWriteItem.builder()
                      .put(p -> p.tableName("a").item(Map.of("k", AttributeValue.fromS("v"))))
                      .build(),
                  TransactWriteItem.builder()
                      .conditionCheck(
                          c ->
                              c.tableName("b")
                                  .key(Map.of("k", AttributeValue.fromS("v")))
                                  .conditionExpression("attribute_exists(k)"))
                      .build()));
    }
    AwsCall query = notes.calls.getFirst();
    assertThat(query.service()).isEqualTo("DynamoDb");
    assertThat(query.tables()).containsExactly("t");
    assertThat(query.index()).hasValue("by_kind");
    assertThat(query.queueUrl()).isEmpty();
    assertThat(query.expressions())
        .isEqualTo(
            Map.of("KeyConditionExpression", "kind = :kind", "FilterExpression", "size > :size"));
    assertThat(notes.calls.getLast().tables()).containsExactlyInAnyOrder("a", "b");
    assertThat(notes.callSite.orElseThrow().getClassName()).startsWith(getClass().getName());
  }

  @Test
  void capacity_is_asked_for_only_while_somebody_wants_it() {
    query();
    var wanting =
        new Notes() {
          @Override
          public boolean wantsConsumedCapacity() {
            return true;
          }
        };
    try (var _ = AwsCalls.observe(wanting)) {
      query();
    }
    assertThat(bodies.getFirst()).doesNotContain("ReturnConsumedCapacity");
    assertThat(bodies.getLast()).contains("\"ReturnConsumedCapacity\":\"INDEXES\"");
    assertThat(wanting.units).isEqualTo(1.5);
  }

  @Test
  void what_an_observer_throws_is_the_attempts_failure_and_is_retried_by_its_type() {
    var notes = new Notes();
    AwsCallObserver losesFirst =
        new AwsCallObserver() {
          @Override
          public void answered(AwsCall call, int status) {
            if (call.attempts() == 1) {
              throw RetryableException.create("injected");
            }
          }
        };
    try (var _ = AwsCalls.observe(losesFirst);
        var _ = AwsCalls.observe(notes)) {
      query();
    }
    assertThat(notes.notes)
        .containsExactly("started Query", "sending 1", "sending 2", "answered 200", "succeeded");
    assertThat(bodies).hasSize(2);
  }

  @Test
  void a_call_that_fails_for_good_is_told_once() {
    var notes = new Notes();
    failures.set(3);
    try (var _ = AwsCalls.observe(notes)) {
      assertThatThrownBy(this::query).isInstanceOf(DynamoDbException.class);
    }
    assertThat(notes.notes)
        .endsWith("answered 500", "failed DynamoDbException")
        .filteredOn(note -> note.startsWith("failed"))
        .hasSize(1);
  }
}

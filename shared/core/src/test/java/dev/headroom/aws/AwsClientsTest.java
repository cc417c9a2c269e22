package dev.headroom.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** DynamoDB's own engine for a laptop never refuses a write because of a transaction beside it. */
class AwsClientsTest {
  private static final String CONFLICT =
      """
      {"__type": "com.amazonaws.dynamodb.v20120810#TransactionConflictException", "message": ""}""";

  private final AtomicInteger conflicts = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private DynamoDbClient dynamoDb;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          boolean conflict = conflicts.getAndDecrement() > 0;
          byte[] answer = (conflict ? CONFLICT : "{}").getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(conflict ? 400 : 200, answer.length);
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

  private void write() {
    dynamoDb.updateItem(u -> u.tableName("t").key(Map.of("k", AttributeValue.fromS("v"))));
  }

  @Test
  void a_write_beside_a_transaction_on_its_item_is_tried_again() {
    conflicts.set(2);
    write();
    assertThat(requests).hasValue(3);
  }

  @Test
  void one_that_meets_transactions_all_the_time_is_told_as_an_outage() {
    conflicts.set(100);
    assertThatThrownBy(this::write)
        .isInstanceOfSatisfying(
            TransactionConflictException.class, e -> assertThat(Outage.of(e)).isPresent());
    assertThat(requests).hasValue(3);
  }
}

package dev.headroom.aws;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * One call of an AWS client, over all its attempts. The thread that makes the call changes it; the
 * methods are for {@link AwsCallObserver}s, on that thread.
 */
public final class AwsCall {
  private static final StackWalker STACK = StackWalker.getInstance();
  private static final String HOOK = AwsCallInterceptor.class.getName();

  private final String service;
  private final String operation;
  private final SdkRequest request;
  private final long startedNanos = System.nanoTime();
  private long endedNanos;
  private int attempts;
  private @Nullable SdkHttpRequest httpRequest;
  private Optional<RequestBody> body = Optional.empty();

  AwsCall(String service, String operation, SdkRequest request) {
    this.service = service;
    this.operation = operation;
    this.request = request;
  }

  void sending(SdkHttpRequest signed, Optional<RequestBody> itsBody) {
    attempts++;
    httpRequest = signed;
    body = itsBody;
  }

  void ended() {
    endedNanos = System.nanoTime();
  }

  /** Returns the service as the SDK names it, such as {@code DynamoDb} or {@code Sqs}. */
  public String service() {
    return service;
  }

  /** Returns the operation of the API, such as {@code BatchWriteItem}. */
  public String operation() {
    return operation;
  }

  /** Returns the request as it was given to the client. */
  public SdkRequest request() {
    return request;
  }

  /** Returns how many attempts have been sent so far: 0 in {@link AwsCallObserver#started}. */
  public int attempts() {
    return attempts;
  }

  /** Returns the signed HTTP request of the latest attempt; empty before the first. */
  public Optional<SdkHttpRequest> httpRequest() {
    return Optional.ofNullable(httpRequest);
  }

  /** Returns the body of the latest attempt, where it has one. */
  public Optional<RequestBody> body() {
    return body;
  }

  /** Returns the time from the call to its end, all attempts and waits included, or to now. */
  public Duration elapsed() {
    return Duration.ofNanos((endedNanos == 0 ? System.nanoTime() : endedNanos) - startedNanos);
  }

  /** Returns the names of the DynamoDB tables that it is about: several for batches. */
  public Set<String> tables() {
    return switch (request) {
      case TransactWriteItemsRequest write ->
          write.transactItems().stream().map(AwsCall::table).collect(Collectors.toSet());
      case TransactGetItemsRequest get ->
          get.transactItems().stream()
              .map(item -> item.get().tableName())
              .collect(Collectors.toSet());
      default ->
          field("TableName")
              .map(Set::of)
              .orElseGet(
                  () ->
                      request
                          .getValueForField("RequestItems", Map.class)
                          .map(AwsCall::names)
                          .orElse(Set.of()));
    };
  }

  private static Set<String> names(Map<?, ?> items) {
    return items.keySet().stream().map(Object::toString).collect(Collectors.toSet());
  }

  private static String table(TransactWriteItem item) {
    if (item.put() != null) {
      return item.put().tableName();
    }
    if (item.update() != null) {
      return item.update().tableName();
    }
    return item.delete() != null ? item.delete().tableName() : item.conditionCheck().tableName();
  }

  /** Returns the name of the DynamoDB index that it reads, if it reads one. */
  public Optional<String> index() {
    return field("IndexName");
  }

  /** Returns the URL of the SQS queue that it is about, if it is about one. */
  public Optional<String> queueUrl() {
    return field("QueueUrl");
  }

  /**
   * Returns the request's DynamoDB expressions, such as {@code KeyConditionExpression}, by name.
   * Values stand in them as placeholders, so that they say nothing of any tenant.
   */
  public Map<String, String> expressions() {
    return Stream.of(
            "KeyConditionExpression",
            "FilterExpression",
            "ConditionExpression",
            "UpdateExpression",
            "ProjectionExpression")
        .filter(name -> field(name).isPresent())
        .collect(Collectors.toMap(name -> name, name -> field(name).orElseThrow()));
  }

  /**
   * Returns where the call that is being observed was made: the caller of the AWS SDK. It walks the
   * stack, which takes some microseconds: ask for it only where it is used.
   *
   * @return empty outside an {@link AwsCallObserver}'s methods
   */
  public static Optional<StackWalker.StackFrame> callSite() {
    return STACK.walk(
        frames ->
            frames
                .dropWhile(frame -> !frame.getClassName().equals(HOOK))
                .filter(frame -> !isOfSdk(frame.getClassName()))
                .findFirst());
  }

  private static boolean isOfSdk(String className) {
    return className.equals(HOOK)
        || className.startsWith("software.amazon.awssdk.")
        || className.startsWith("java.");
  }

  private Optional<String> field(String name) {
    return request.getValueForField(name, String.class);
  }
}

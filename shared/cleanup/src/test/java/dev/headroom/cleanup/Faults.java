package dev.headroom.cleanup;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** A client of one process, each of whose calls may suffer something. */
final class Faults {
  /** What becomes of a call. */
  enum Fault {
    NONE,
    /** It is not made, and fails. */
    UNREACHED,
    /** It is not made, since the table is too busy. */
    THROTTLED,
    /** It is made, and fails. */
    ANSWER_LOST,
    /** It is made, and the SDK makes it again, since its answer was lost. */
    REPEATED,
    /** It is made, and once more later, behind another. */
    LATE_COPY,
    /** The process stands still before it, until it is woken. */
    FROZEN_BEFORE,
    /** The process stands still after it, until it is woken. */
    FROZEN_AFTER,
    /** The process dies before it. */
    DIED_BEFORE,
    /** The process dies after it. */
    DIED_AFTER;

    /**
     * Whether it does to a read what no other fault does, at it or at the call after it. Who dies
     * before a read leaves what it left when it died after the write before.
     */
    boolean concernsReads() {
      return switch (this) {
        case NONE, UNREACHED, THROTTLED, FROZEN_BEFORE -> true;
        case ANSWER_LOST, REPEATED, LATE_COPY, FROZEN_AFTER, DIED_BEFORE, DIED_AFTER -> false;
      };
    }
  }

  /** The process is gone. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1;
  }

  private final DynamoDbClient real;
  private final Fates fates;
  private final Deque<Runnable> late = new ArrayDeque<>();
  private final CountDownLatch woken = new CountDownLatch(1);
  private final CountDownLatch stands = new CountDownLatch(1);
  private @Nullable SdkRequest before;
  private int calls;
  private int writes;
  private boolean dead;

  /** What becomes of each call. */
  interface Fates {
    /**
     * What becomes of one call.
     *
     * @param call its number among all, from 1
     * @param write its number among the writes, from 1; 0 when it is none
     */
    Fault of(int call, int write);
  }

  Faults(DynamoDbClient real, Fates fates) {
    this.real = real;
    this.fates = fates;
  }

  int calls() {
    return calls;
  }

  int writes() {
    return writes;
  }

  /** Lets one that stands still go on. */
  void wake() {
    woken.countDown();
  }

  /** Open when the process stands still; its owner opens it, too, when the process ends. */
  CountDownLatch stands() {
    return stands;
  }

  DynamoDbClient client() {
    InvocationHandler handler = this::invoke;
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            Faults.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, handler);
  }

  private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (arguments == null
        || arguments.length != 1
        || !(arguments[0] instanceof SdkRequest request)) {
      return method.isDefault()
          ? InvocationHandler.invokeDefault(proxy, method, arguments)
          : made(method, arguments);
    }
    if (dead) {
      throw new Died();
    }
    boolean first = !isOfDue(request) || !isOfDue(before);
    before = request;
    if (!first) {
      return made(method, request);
    }
    calls++;
    boolean isWrite = !isRead(request);
    writes += isWrite ? 1 : 0;
    return suffered(fates.of(calls, isWrite ? writes : 0), method, withToken(request));
  }

  /**
   * A tick asks for what is due once for each priority, with nothing in between: that is a call.
   */
  private static boolean isOfDue(@Nullable SdkRequest request) {
    return request instanceof QueryRequest query && "by_due".equals(query.indexName());
  }

  private static boolean isRead(SdkRequest request) {
    return request instanceof QueryRequest || request instanceof GetItemRequest;
  }

  /** The SDK makes one for each request, and keeps it when it repeats the request. */
  private static SdkRequest withToken(SdkRequest request) {
    return request instanceof TransactWriteItemsRequest write
        ? write.toBuilder().clientRequestToken(UUID.randomUUID().toString()).build()
        : request;
  }

  private Object suffered(Fault fault, Method method, SdkRequest arguments) throws Throwable {
    switch (fault) {
      case NONE -> {}
      case UNREACHED -> throw SdkClientException.create("unreached");
      case THROTTLED -> throw throttled(arguments);
      case ANSWER_LOST -> {
        var _ = made(method, arguments);
        throw SdkClientException.create("answer lost");
      }
      case REPEATED -> {
        var _ = made(method, arguments);
      }
      case LATE_COPY -> {
        // So late that DynamoDB has forgotten the token: it holds for ten minutes.
        late.add(() -> again(method, withToken(arguments)));
      }
      case FROZEN_BEFORE -> freeze();
      case DIED_BEFORE -> die();
      case FROZEN_AFTER -> {
        Object answer = made(method, arguments);
        freeze();
        return answer;
      }
      case DIED_AFTER -> {
        var _ = made(method, arguments);
        die();
      }
    }
    Object answer = made(method, arguments);
    if (fault == Fault.NONE) {
      arrive();
    }
    return answer;
  }

  private static DynamoDbException throttled(SdkRequest request) {
    if (request instanceof TransactWriteItemsRequest write) {
      var reason = CancellationReason.builder().code("ThrottlingError").build();
      return TransactionCanceledException.builder()
          .cancellationReasons(Collections.nCopies(write.transactItems().size(), reason))
          .build();
    }
    return ProvisionedThroughputExceededException.builder()
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode("ProvisionedThroughputExceededException").build())
        .build();
  }

  /** Whatever was held up arrives. */
  void arrive() {
    while (!late.isEmpty()) {
      late.remove().run();
    }
  }

  private void again(Method method, SdkRequest request) {
    try {
      var _ = made(method, request);
    } catch (Throwable refused) {
      Objects.requireNonNull(refused); // as it should be
    }
  }

  private void freeze() throws InterruptedException {
    stands.countDown();
    woken.await();
  }

  private void die() {
    dead = true;
    throw new Died();
  }

  private Object made(Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }
}

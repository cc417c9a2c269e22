package dev.headroom.worker.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.aws.AwsClients;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** Calls functions, each call once, and waits for what they answer. */
final class FunctionCalls {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionCalls.class);

  /** What Lambda takes as the event of a call that is waited for. */
  private static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;

  /** No function runs for longer; whoever waits for it is stopped sooner. */
  private static final Duration SILENCE = Duration.ofMinutes(15);

  private static final int MAX_THROWN = 500;

  private final AwsClients aws;
  private @Nullable LambdaClient client;

  FunctionCalls(AwsClients aws) {
    this.aws = aws;
  }

  /**
   * Calls a function, and waits for its answer.
   *
   * @return what it answered, as it came
   * @throws InterruptedException at once when the thread is interrupted; the function runs on
   * @throws HeadroomException.Unavailable when another call may do better: the function threw, or
   *     is throttled, or the connection was lost
   * @throws HeadroomException when the function cannot be called
   */
  byte[] call(String arn, ObjectNode event) throws InterruptedException {
    SdkBytes payload = SdkBytes.fromByteArrayUnsafe(bytes(event));
    // A socket does not care that a platform thread is interrupted that waits for it. It does for
    // a virtual one: the connection is closed.
    var call = new FutureTask<>(() -> invoke(arn, payload));
    Thread.ofVirtual().name("invoke").start(call);
    try {
      return answer(call.get());
    } catch (InterruptedException e) {
      call.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw failure(arn, e.getCause());
    }
  }

  private InvokeResponse invoke(String arn, SdkBytes payload) {
    return client()
        .invoke(
            request ->
                request
                    .functionName(arn)
                    .invocationType(InvocationType.REQUEST_RESPONSE)
                    .payload(payload));
  }

  /** Opened by the first call: most workers make none. */
  private synchronized LambdaClient client() {
    LambdaClient open = client;
    if (open == null) {
      open = aws.patientClient(LambdaClient.builder(), "lambda", SILENCE);
      client = open;
    }
    return open;
  }

  private static byte[] bytes(ObjectNode event) {
    try {
      byte[] bytes = Json.STORED.writeValueAsBytes(event);
      if (bytes.length > MAX_EVENT_BYTES) {
        throw new HeadroomException.Invalid(
            "parameters.payload",
            "must, with the checkpoint, have at most %,d bytes as JSON; got %,d"
                .formatted(MAX_EVENT_BYTES, bytes.length));
      }
      return bytes;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree that is not JSON", e);
    }
  }

  private static byte[] answer(InvokeResponse response) {
    byte[] payload = response.payload().asByteArrayUnsafe();
    if (response.functionError() != null) {
      throw new HeadroomException.Unavailable(thrown(payload));
    }
    return payload;
  }

  /** See https://docs.aws.amazon.com/lambda/latest/dg/java-exceptions.html for the form of it. */
  private static String thrown(byte[] payload) {
    JsonNode error;
    try {
      error = Json.SNAKE_CASE.readTree(payload);
    } catch (IOException _) {
      return "The function failed.";
    }
    String told =
        "The function threw %s: %s"
            .formatted(
                error.path("errorType").asText("an error"),
                error.path("errorMessage").asText("it says nothing"));
    return told.substring(0, Math.min(told.length(), MAX_THROWN));
  }

  private static RuntimeException failure(String arn, @Nullable Throwable thrown) {
    LOG.warn("The function {} could not be called: {}", arn, String.valueOf(thrown));
    return switch (thrown) {
      case LambdaException refusal -> refusal(refusal);
      case SdkClientException _ ->
          new HeadroomException.Unavailable(
              "The connection was lost before the function answered; it may have run.");
      case null, default -> new IllegalStateException(thrown);
    };
  }

  private static HeadroomException refusal(LambdaException refusal) {
    int status = refusal.statusCode();
    return switch (status) {
      case 403 ->
          new HeadroomException.Conflict(
              "The worker may not call the function: its role, or the function's own policy,"
                  + " forbids it.");
      case 404 ->
          new HeadroomException.NotFound(
              "parameters.function", "There is no such function, version or alias.");
      // It is being created, updated, or restored from its snapshot.
      case 409 -> new HeadroomException.Unavailable("The function is not ready.");
      case 429 ->
          new HeadroomException.Unavailable(
              "The function is throttled: as many calls run as may run at the same time.");
      default ->
          status >= 500
              ? new HeadroomException.Unavailable(
                  "Lambda could not run the function (%d %s).".formatted(status, code(refusal)))
              : new HeadroomException.Conflict(
                  "Lambda refused the call (%d %s).".formatted(status, code(refusal)));
    };
  }

  private static String code(LambdaException refusal) {
    return Optional.ofNullable(refusal.awsErrorDetails())
        .flatMap(details -> Optional.ofNullable(details.errorCode()))
        .orElse("without a code");
  }
}

package dev.headroom.worker.faults;

import dev.headroom.aws.AwsCall;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/** What becomes of one call, over all the SDK's attempts at it. */
final class Fate {
  private final Machine machine;
  private final String operation;
  private final SdkRequest request;
  private final Optional<Fault> fault;

  /** How many attempts it strikes: three are all that the SDK makes. */
  private final int strikes;

  /** Whether it strikes after the call rather than before it, where it may do either. */
  private final boolean strikesAfter;

  private Fate(
      Machine machine,
      String operation,
      SdkRequest request,
      Optional<Fault> fault,
      int strikes,
      boolean strikesAfter) {
    this.machine = machine;
    this.operation = operation;
    this.request = request;
    this.fault = fault;
    this.strikes = strikes;
    this.strikesAfter = strikesAfter;
  }

  static Fate of(Machine machine, String operation, SdkRequest request) {
    Random random = machine.random();
    Optional<Fault> fault = machine.weather().ofCall(random, operation);
    int strikes = 1 + random.nextInt(4) / 3 * (1 + random.nextInt(2));
    var fate = new Fate(machine, operation, request, fault, strikes, random.nextBoolean());
    fate.note(fault.map(Fault::name).orElse(""));
    return fate;
  }

  private void note(String what) {
    machine.journal().note(job(), "%s %s %s".formatted(machine.name(), operation, what));
  }

  /** The id of the job that it is about, if it is about one. */
  private String job() {
    return request
        .getValueForField("Key", Map.class)
        .map(key -> key.get("job_id"))
        .filter(AttributeValue.class::isInstance)
        .map(id -> ((AttributeValue) id).s())
        .orElse("");
  }

  /** Comes before each attempt. */
  void before(AwsCall call) {
    machine.gate(operation);
    if (call.attempts() > strikes) {
      return;
    }
    if (fault.isEmpty()) {
      return;
    }
    switch (fault.get()) {
      case UNREACHED -> {
        happened();
        throw RetryableException.create("injected: not reached");
      }
      case THROTTLED -> {
        happened();
        throw throttled();
      }
      case LATE_COPY -> {
        happened();
        machine.weather().keep(LateCopy.of(call));
        throw RetryableException.create("injected: no answer in time");
      }
      case FAILED_BEFORE -> {
        happened();
        throw SdkClientException.create("injected: failed before it was made");
      }
      case SLOW -> {
        happened();
        sleep();
      }
      case FROZEN, DIED -> {
        if (!strikesAfter) {
          standStill();
        }
      }
      case CLOCK_JUMPED -> {
        happened();
        machine.jump();
      }
      case FAILED_AFTER,
          ANSWER_LOST,
          CLOCK_WRONG,
          MESSAGE_LATE,
          MESSAGE_TWICE,
          MESSAGE_LOST,
          MESSAGE_DEAD -> {
        // not now
      }
    }
  }

  private void happened() {
    machine.weather().happened(fault.orElseThrow());
  }

  /** Comes after each attempt that was made, before its answer is read. */
  void after(AwsCall call) {
    boolean first = call.attempts() == 1;
    if (fault.isEmpty()) {
      return;
    }
    switch (fault.get()) {
      case ANSWER_LOST -> {
        if (call.attempts() <= strikes) {
          happened();
          throw RetryableException.create("injected: the answer was lost");
        }
      }
      case FAILED_AFTER -> {
        if (first) {
          happened();
          throw SdkClientException.create("injected: failed after it was made");
        }
      }
      case FROZEN, DIED -> {
        if (first && strikesAfter) {
          standStill();
          throw RetryableException.create("injected: the connection was closed meanwhile");
        }
      }
      default -> {
        // struck before, or not at all
      }
    }
  }

  private void standStill() {
    happened();
    if (fault.equals(Optional.of(Fault.DIED))) {
      machine.die();
    } else {
      machine.freeze();
    }
    note("stands still");
    machine.gate();
    note("goes on");
  }

  private void sleep() {
    try {
      Thread.sleep(machine.random().nextInt(30));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private AwsServiceException throttled() {
    boolean ofTable = request instanceof DynamoDbRequest;
    return AwsServiceException.builder()
        .message("injected: throttled")
        .statusCode(400)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(ofTable ? "ProvisionedThroughputExceededException" : "RequestThrottled")
                .errorMessage("injected: throttled")
                .serviceName(ofTable ? "DynamoDb" : "Sqs")
                .build())
        .build();
  }
}

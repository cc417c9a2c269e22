package dev.headroom.aws;

import dev.headroom.errors.HeadroomException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** Tells AWS's state (throttled, down, unreachable, too slow) from our own mistakes. */
public final class Outage {
  private Outage() {}

  /** Whether a transaction was cancelled for what others do just now, and may be done soon. */
  public static boolean isPassing(CancellationReason reason) {
    return switch (reason.code()) {
      case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded" -> true;
      default -> false;
    };
  }

  /** What is left of an outage after the SDK's retries; empty when the failure is none. */
  public static Optional<HeadroomException> of(RuntimeException failure) {
    boolean outage =
        switch (failure) {
          case TransactionConflictException _ -> true;
          case AwsServiceException service ->
              service.isThrottlingException() || service.statusCode() >= 500;
          case SdkClientException _ -> true;
          default -> false;
        };
    return outage
        ? Optional.of(
            new HeadroomException.Unavailable(
                "A service that this needs does not answer. Try again in a moment.", failure))
        : Optional.empty();
  }
}

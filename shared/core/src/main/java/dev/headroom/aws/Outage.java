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

  /**
   * Returns whether a transaction was cancelled because of concurrent transactions or throttling,
   * so that the same transaction may succeed soon.
   */
  public static boolean isPassing(CancellationReason reason) {
    return switch (reason.code()) {
      case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded" -> true;
      default -> false;
    };
  }

  /**
   * Returns the exception that reports an outage to the caller, or empty when the failure is no
   * outage. The SDK has made its retries by then.
   */
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

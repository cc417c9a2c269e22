package dev.headroom.aws;

import software.amazon.awssdk.core.SdkResponse;

/**
 * Sees the calls that clients of {@link AwsClients} make in this JVM, while it is registered by
 * {@link AwsCalls#observe}. Its methods run on the thread that makes the call, and many threads may
 * be in them at once. An exception from {@link #sending} or {@link #answered} is the attempt's own
 * failure, which the SDK retries or not by its type: so tests inject faults.
 */
public interface AwsCallObserver {
  /**
   * Returns whether DynamoDB is asked to say what each call consumes, by table and by index. It
   * costs no capacity, only some 40 bytes of each request.
   */
  default boolean wantsConsumedCapacity() {
    return false;
  }

  /** Is told of a call before its first attempt. */
  default void started(AwsCall call) {}

  /** Is told of an attempt that is signed and about to be sent. */
  default void sending(AwsCall call) {}

  /**
   * Is told of an attempt that was answered, before the answer's body is read.
   *
   * @param status the HTTP status of the answer
   */
  default void answered(AwsCall call, int status) {}

  /** Is told that a call has ended well. */
  default void succeeded(AwsCall call, SdkResponse response) {}

  /** Is told that a call has ended in an error, after its last attempt. */
  default void failed(AwsCall call, Throwable error) {}
}

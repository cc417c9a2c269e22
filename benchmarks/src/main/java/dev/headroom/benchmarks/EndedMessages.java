package dev.headroom.benchmarks;

import dev.headroom.aws.AwsCall;
import dev.headroom.aws.AwsCallObserver;
import dev.headroom.aws.AwsCalls;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;

/**
 * Sees jobs end without asking anybody: a message is deleted when its job is done. It counts the
 * messages that the poller deletes from one queue.
 */
final class EndedMessages implements AwsCallObserver, AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final String queueUrl;
  private final Semaphore ended = new Semaphore(0);
  private final AwsCalls.Observation observation = AwsCalls.observe(this);

  EndedMessages(String queueUrl) {
    this.queueUrl = queueUrl;
  }

  @Override
  public void succeeded(AwsCall call, SdkResponse response) {
    if (call.request() instanceof DeleteMessageBatchRequest delete
        && delete.queueUrl().equals(queueUrl)) {
      ended.release(delete.entries().size());
    }
  }

  /** Returns how many have ended that nobody awaited. */
  int count() {
    return ended.availablePermits();
  }

  /** Waits for some that have ended, whosever they are. */
  void await(int jobs) throws InterruptedException {
    if (!ended.tryAcquire(jobs, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Of %d jobs, %d have not ended in %d s"
              .formatted(jobs, jobs - count(), PATIENCE_SECONDS));
    }
  }

  @Override
  public void close() {
    observation.close();
  }
}

package dev.headroom.worker;

import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.client.JobBackend;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker without its function, for tests that deliver its messages themselves. */
public final class Delivery {
  private final AtomicInteger abandoned = new AtomicInteger();
  private final JobRunner runner;

  /** Returns a worker that does the same work for jobs of every type. */
  public Delivery(JobBackend backend, JobWork work) {
    this.runner =
        new JobRunner(
            backend.claims(),
            backend.queue(),
            backend.failedAttempts(),
            backend.payloads(),
            _ -> Optional.of(work),
            backend.clock(),
            abandoned::incrementAndGet);
  }

  /** How often work did not stop when it was told. */
  public int abandoned() {
    return abandoned.get();
  }

  /**
   * Hands one message to the worker.
   *
   * @param timeLeft the function's
   */
  public void of(JobQueue.Message message, String claimant, Duration timeLeft)
      throws InterruptedException {
    var _ = runner.run(message, claimant, timeLeft);
  }
}

package dev.headroom.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Jobs that do nothing, through the whole local cloud: client, gateway, functions, engines and
 * pollers. That a job has ended is seen by the deletion of its message, which costs nobody a call.
 */
final class JobLoad {
  private static final int PATIENCE_SECONDS = 60;

  /**
   * All submitted as fast as they are taken, then waited for.
   *
   * @param submitRate per second, while workers run already
   * @param drainRate per second, of what was left when the last was submitted; NaN when nothing was
   * @param total from the first submit to the last end
   */
  record Burst(
      double submitRate, double drainRate, Stopwatch.Elapsed total, Latencies enqueueToStart) {
    double totalRate() {
      return total.perSecond(enqueueToStart.count());
    }

    double cpuMillisEach() {
      return total.cpuMillisEach(enqueueToStart.count());
    }
  }

  /** So many in flight, and no more: the next is submitted when one has ended. */
  record Steady(InFlight.Timed timed, Latencies enqueueToStart) {}

  private final Client client;
  private final Store store;
  private final Semaphore ended;

  JobLoad(Client client, Store store) {
    this.client = client;
    this.store = store;
    this.ended = CallObserver.deleted(store.queueUrl());
  }

  Burst burst(int concurrency, int jobs) throws ExecutionException, InterruptedException {
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    ended.drainPermits();
    var whole = new Stopwatch();
    var submits = InFlight.run(concurrency, jobs, () -> ids.add(client.submit()));
    int left = jobs - ended.availablePermits();
    var draining = new Stopwatch();
    awaitEnded(jobs);
    return new Burst(
        submits.rate(),
        left == 0 ? Double.NaN : draining.elapsed().perSecond(left),
        whole.elapsed(),
        store.enqueueToStart(ids));
  }

  Steady steady(int inFlight, int jobs) throws ExecutionException, InterruptedException {
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    ended.drainPermits();
    var timed =
        InFlight.run(
            inFlight,
            jobs,
            () -> {
              ids.add(client.submit());
              awaitEnded(1); // whosever it is
            });
    return new Steady(timed, store.enqueueToStart(ids));
  }

  /** Submits one job and waits until its message is gone. */
  String one() throws IOException, InterruptedException {
    ended.drainPermits();
    String id = client.submit();
    awaitEnded(1);
    return id;
  }

  private void awaitEnded(int jobs) throws InterruptedException {
    if (!ended.tryAcquire(jobs, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Of %d jobs, %d have not ended in %s"
              .formatted(
                  jobs, jobs - ended.availablePermits(), Duration.ofSeconds(PATIENCE_SECONDS)));
    }
  }
}

package dev.headroom.benchmarks;

import dev.headroom.jobs.Priority;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Normal jobs that do nothing, through the whole local cloud: client, gateway, functions, engines
 * and pollers. That a job has ended is seen by the deletion of its message, which costs nobody a
 * call.
 */
final class JobLoad {
  private static final int PATIENCE_SECONDS = 60;

  /**
   * All submitted as fast as they are taken, then waited for.
   *
   * @param total from the first submit to the last end
   */
  record Burst(Stopwatch.Elapsed total, Latencies enqueueToStart) {
    double rate() {
      return total.perSecond(enqueueToStart.count());
    }

    double cpuMillisEach() {
      return total.cpuMillisEach(enqueueToStart.count());
    }
  }

  /** So many in flight, and no more: the next is submitted when one has ended. */
  record Steady(InFlight.Timed timed, Latencies enqueueToStart) {}

  private final Rig rig;
  private final Client client;
  private final Semaphore ended;

  JobLoad(Rig rig) {
    this.rig = rig;
    this.client = rig.client();
    this.ended = MessageObserver.deleted(rig.store().queueUrl(Priority.NORMAL));
  }

  Burst burst(int concurrency, int jobs) throws ExecutionException, InterruptedException {
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    try (var _ = rig.workers().start(Priority.NORMAL, concurrency)) {
      ended.drainPermits();
      var whole = new Stopwatch();
      var _ = InFlight.run(concurrency, jobs, _ -> ids.add(client.submit(NoopJob.NORMAL)));
      awaitEnded(jobs);
      return new Burst(whole.elapsed(), rig.store().enqueueToStart(ids));
    }
  }

  Steady steady(int inFlight, int jobs) throws ExecutionException, InterruptedException {
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    try (var _ = rig.workers().start(Priority.NORMAL, inFlight)) {
      ended.drainPermits();
      var timed =
          InFlight.run(
              inFlight,
              jobs,
              _ -> {
                ids.add(client.submit(NoopJob.NORMAL));
                awaitEnded(1); // whosever it is
              });
      return new Steady(timed, rig.store().enqueueToStart(ids));
    }
  }

  /** Submitted while nobody works, then worked off. */
  Stopwatch.Elapsed drain(int concurrency, int jobs)
      throws ExecutionException, InterruptedException {
    Rig.submit(client, NoopJob.NORMAL, jobs);
    ended.drainPermits();
    var watch = new Stopwatch();
    try (var _ = rig.workers().start(Priority.NORMAL, concurrency)) {
      awaitEnded(jobs);
      return watch.elapsed();
    }
  }

  /** One job, and its id. */
  String one() throws IOException, InterruptedException {
    try (var _ = rig.workers().start(Priority.NORMAL, 2)) {
      ended.drainPermits();
      String id = client.submit(NoopJob.NORMAL);
      awaitEnded(1);
      return id;
    }
  }

  private void awaitEnded(int jobs) throws InterruptedException {
    if (!ended.tryAcquire(jobs, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Of %d jobs, %d have not ended in %d s"
              .formatted(jobs, jobs - ended.availablePermits(), PATIENCE_SECONDS));
    }
  }
}

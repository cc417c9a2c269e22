package dev.headroom.benchmarks;

import dev.headroom.jobs.Priority;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/**
 * Normal jobs that do nothing, through the whole local cloud: client, gateway, functions, engines
 * and pollers.
 */
final class JobLoad {
  private final Rig rig;
  private final Client client;
  private final String queueUrl;

  JobLoad(Rig rig) {
    this.rig = rig;
    this.client = rig.client();
    this.queueUrl = rig.store().queueUrl(Priority.NORMAL);
  }

  /** All submitted as fast as they are taken, then waited for: from first submit to last end. */
  Timed burst(int concurrency, int jobs) throws ExecutionException, InterruptedException {
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    try (var ended = new EndedMessages(queueUrl);
        var _ = rig.work(Priority.NORMAL, concurrency)) {
      var whole = new Stopwatch();
      var _ = InFlight.run(concurrency, jobs, _ -> ids.add(client.submit(NoopJob.NORMAL)));
      ended.await(jobs);
      return new Timed(whole.elapsed(), jobs, rig.store().enqueueToStart(ids));
    }
  }

  /** So many in flight, and no more: the next is submitted when one has ended. */
  Timed steady(int inFlight, int jobs) throws ExecutionException, InterruptedException {
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    try (var ended = new EndedMessages(queueUrl);
        var _ = rig.work(Priority.NORMAL, inFlight)) {
      return InFlight.run(
              inFlight,
              jobs,
              _ -> {
                ids.add(client.submit(NoopJob.NORMAL));
                ended.await(1); // whosever it is
              })
          .with(rig.store().enqueueToStart(ids));
    }
  }

  /** Submitted while nobody works, then worked off. */
  Timed drain(int concurrency, int jobs) throws ExecutionException, InterruptedException {
    Rig.submit(client, NoopJob.NORMAL, jobs);
    try (var ended = new EndedMessages(queueUrl)) {
      var watch = new Stopwatch();
      try (var _ = rig.work(Priority.NORMAL, concurrency)) {
        ended.await(jobs);
        return new Timed(watch.elapsed(), jobs, Latencies.NONE);
      }
    }
  }

  /** Runs one job, and returns its id. */
  String one() throws IOException, InterruptedException {
    try (var ended = new EndedMessages(queueUrl);
        var _ = rig.work(Priority.NORMAL, 2)) {
      String id = client.submit(NoopJob.NORMAL);
      ended.await(1);
      return id;
    }
  }
}

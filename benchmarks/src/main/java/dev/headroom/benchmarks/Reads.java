package dev.headroom.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** One job read over HTTP, beside the gateway's own floor: an answer that needs no store. */
final class Reads {
  /** The same request again and again. */
  record Read(String route, int concurrency, InFlight.Timed timed) {}

  private static final List<Integer> CONCURRENCY = List.of(1, 50, 200);
  private static final int REQUESTS = 4_000;
  private static final int WARM_UP = 1_000;

  private Reads() {}

  static List<Read> measure(Client client, String jobId)
      throws ExecutionException, InterruptedException {
    List<Read> reads = new ArrayList<>();
    for (int concurrency : CONCURRENCY) {
      reads.add(measure("GET /health", concurrency, client::health));
      reads.add(measure("GET /jobs/{id}", concurrency, () -> client.job(jobId)));
    }
    return reads;
  }

  private static Read measure(String route, int concurrency, InFlight.Task task)
      throws ExecutionException, InterruptedException {
    var _ = InFlight.run(concurrency, WARM_UP, task);
    return new Read(route, concurrency, InFlight.run(concurrency, REQUESTS, task));
  }
}

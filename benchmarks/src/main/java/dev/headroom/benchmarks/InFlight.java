package dev.headroom.benchmarks;

import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Does the same thing many times, a fixed number of times at once: a closed loop. */
final class InFlight {
  /** One of the many. */
  @FunctionalInterface
  interface Task {
    /**
     * Does it once.
     *
     * @param number which of the many it is, from 0
     */
    void run(int number) throws Exception;
  }

  private InFlight() {}

  /**
   * Runs the task, and returns how long all took, and each.
   *
   * @throws ExecutionException when one of them failed
   */
  static Timed run(int concurrency, int times, Task task)
      throws ExecutionException, InterruptedException {
    var next = new AtomicInteger();
    long[] nanos = new long[times];
    Callable<Boolean> client =
        () -> {
          for (int i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
            long start = System.nanoTime();
            try {
              task.run(i);
            } catch (Exception e) {
              next.set(times); // the others need not go on
              throw e;
            }
            nanos[i] = System.nanoTime() - start;
          }
          return true;
        };
    var watch = new Stopwatch();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var ended : threads.invokeAll(Collections.nCopies(concurrency, client))) {
        ended.get();
      }
    }
    return new Timed(watch.elapsed(), times, Latencies.of(Arrays.stream(nanos)));
  }
}

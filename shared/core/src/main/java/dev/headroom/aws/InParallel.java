package dev.headroom.aws;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Calls that wait for AWS, made at the same time, each on a virtual thread. Every call is made,
 * even when one before it failed; then the first failure, in the order of the calls, is thrown as
 * it is.
 */
public final class InParallel {
  private InParallel() {}

  /** The answers, in the order of the calls. */
  public static <T> List<T> all(List<Callable<T>> calls) {
    return answers(calls, Executors.newVirtualThreadPerTaskExecutor());
  }

  /**
   * The answers, in the order of the calls: for calls whose number grows with the data, or whose
   * answers are large.
   *
   * @param atOnce how many run at a time, at least 1
   */
  public static <T> List<T> all(List<Callable<T>> calls, int atOnce) {
    return answers(calls, Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory()));
  }

  private static <T> List<T> answers(List<Callable<T>> calls, ExecutorService opened) {
    try (ExecutorService threads = opened) {
      List<T> answers = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        answers.add(future.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for AWS", e);
    } catch (ExecutionException e) {
      switch (requireNonNullElse(e.getCause(), e)) {
        case RuntimeException known -> throw known;
        case Error grave -> throw grave;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }
}

package dev.headroom.jobs;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls that wait for AWS, made at the same time. */
final class InParallel {
  private InParallel() {}

  /** The answers, in the order of the calls. */
  static <T> List<T> all(List<Callable<T>> calls) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
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

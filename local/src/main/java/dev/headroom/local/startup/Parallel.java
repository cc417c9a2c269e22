package dev.headroom.local.startup;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs parts of the start at the same time; closing it waits for all of them. */
public final class Parallel implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("start-", 0).factory());

  public <T> Future<T> start(Callable<T> part) {
    return threads.submit(part);
  }

  /**
   * Waits for a part.
   *
   * @throws CannotStart as the part threw it, or because of what it threw
   */
  public static <T> T result(Future<T> part) {
    try {
      return part.get();
    } catch (ExecutionException fault) {
      if (fault.getCause() instanceof CannotStart known) {
        throw known;
      }
      throw new CannotStart("The local cloud did not start: " + fault.getCause(), fault);
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new CannotStart("The start was interrupted.", fault);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}

package dev.headroom.local.startup;

import dev.headroom.settings.Settings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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

  /**
   * Waits for parts, and gives their results by the same names.
   *
   * @throws CannotStart with what every part threw, and each setting that is wrong once
   */
  public static <T> Map<String, T> results(Map<String, Future<T>> parts) {
    var results = new LinkedHashMap<String, T>();
    Set<String> faults = new LinkedHashSet<>();
    Set<String> settings = new LinkedHashSet<>();
    parts.forEach(
        (name, part) -> {
          try {
            results.put(name, result(part));
          } catch (CannotStart fault) {
            if (fault.getCause() instanceof Settings.Wrong wrong) {
              settings.addAll(wrong.faults());
            } else {
              faults.add(String.valueOf(fault.getMessage()));
            }
          }
        });
    if (!settings.isEmpty()) {
      faults.add(String.join("; ", settings) + ".");
    }
    if (!faults.isEmpty()) {
      throw new CannotStart(String.join("\n", faults));
    }
    return results;
  }

  @Override
  public void close() {
    threads.close();
  }
}

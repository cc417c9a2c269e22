package dev.headroom.function;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * Surrounds the invocations of one function: every log line carries the invocation's trace id, what
 * was counted is flushed, and observers are told how it went. It takes invocations from several
 * threads at once.
 */
public final class Invocations {
  private static final Logger LOG = LoggerFactory.getLogger(Invocations.class);

  private final List<Runnable> flushes;
  private final List<InvocationObserver> observers;

  /**
   * Surrounds a function that has nothing to flush.
   *
   * @param environment the function's environment variables
   */
  public Invocations(Map<String, String> environment) {
    this(environment, List.of());
  }

  /**
   * Surrounds a function.
   *
   * @param environment the function's environment variables
   * @param flushes what is done after each invocation, since the process may be frozen then
   */
  public Invocations(Map<String, String> environment, List<Runnable> flushes) {
    this(flushes, List.of(new InvocationMetrics(environment)));
  }

  Invocations(List<Runnable> flushes, List<InvocationObserver> observers) {
    this.flushes = List.copyOf(flushes);
    this.observers = List.copyOf(observers);
  }

  /** Does the work of one invocation. */
  public <T extends @Nullable Object> T run(
      Context context, String traceId, Function<Invocation, T> work) {
    return PowertoolsLogging.<T>withLogging(context, () -> run(traceId, work));
  }

  private <T extends @Nullable Object> T run(String traceId, Function<Invocation, T> work) {
    var invocation = new Invocation(traceId);
    boolean failed = true;
    MDC.put("trace_id", traceId);
    try {
      T answer = work.apply(invocation);
      failed = false;
      return answer;
    } finally {
      flushes.forEach(Invocations::safely);
      Invocation.Ended ended = invocation.ended(failed);
      observers.forEach(observer -> safely(() -> observer.ended(ended)));
      MDC.remove("trace_id");
    }
  }

  /** Failing to count is no reason to fail what is counted. */
  private static void safely(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      LOG.error("An invocation was not counted", e);
    }
  }
}

package dev.headroom.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Lambda function that a schedule or a stream wakes. A subclass is its entry.
 *
 * @param <E> the event
 * @param <R> the answer
 */
public abstract class EventFunction<E, R extends @Nullable Object> implements RequestHandler<E, R> {
  private final Invocations invocations;

  /**
   * A function.
   *
   * @param environment the function's environment variables
   */
  protected EventFunction(Map<String, String> environment) {
    this.invocations = new Invocations(environment);
  }

  @Override
  public final R handleRequest(E event, Context context) {
    return invocations.run(context, context.getAwsRequestId(), _ -> handle(event, context));
  }

  /** Does the work of one event. */
  protected abstract R handle(E event, Context context);
}

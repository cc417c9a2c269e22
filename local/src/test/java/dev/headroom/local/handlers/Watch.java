package dev.headroom.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** Notes the changes that it gets, by its function's name, and answers as a test wants it to. */
public final class Watch
    implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {
  private static final Map<String, BlockingQueue<DynamodbTimeWindowEvent>> SEEN =
      new ConcurrentHashMap<>();

  private static final Map<String, Function<DynamodbTimeWindowEvent, TimeWindowEventResponse>>
      ANSWERS = new ConcurrentHashMap<>();

  /** Handlers are made by the local cloud, so this is how a test gets hold of what they saw. */
  public static BlockingQueue<DynamodbTimeWindowEvent> seen(String function) {
    return SEEN.computeIfAbsent(function, _ -> new LinkedBlockingQueue<>());
  }

  public static void answer(
      String function, Function<DynamodbTimeWindowEvent, TimeWindowEventResponse> answer) {
    ANSWERS.put(function, answer);
  }

  @Override
  public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
    String function = context.getFunctionName();
    seen(function).add(event);
    return ANSWERS
        .getOrDefault(function, _ -> new TimeWindowEventResponse(Map.of(), List.of()))
        .apply(event);
  }
}

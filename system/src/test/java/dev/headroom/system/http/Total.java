package dev.headroom.system.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A function of a user's own: adds up numbers, one a call, and throws where one is missing. */
public final class Total implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var numbers = (List<?>) ((Map<?, ?>) event.getOrDefault("payload", Map.of())).get("numbers");
    int at = field(event.get("checkpoint"), "at");
    int total = field(event.get("checkpoint"), "total");
    if (numbers == null) {
      throw new IllegalArgumentException("There are no numbers.");
    }
    if (at == numbers.size()) {
      return Map.of("result", Map.of("total", total));
    }
    var checkpoint = Map.of("at", at + 1, "total", total + ((Number) numbers.get(at)).intValue());
    return Map.of("checkpoint", checkpoint, "progress", (at + 1.0) / numbers.size());
  }

  private static int field(@Nullable Object checkpoint, String name) {
    return checkpoint instanceof Map<?, ?> map && map.get(name) instanceof Number number
        ? number.intValue()
        : 0;
  }
}

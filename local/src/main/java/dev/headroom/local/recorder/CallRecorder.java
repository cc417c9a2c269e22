package dev.headroom.local.recorder;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Counts the AWS calls that are made in this JVM, by kind. Its state is static because the SDK
 * itself makes the interceptor that feeds it, and hands nothing to it.
 */
public final class CallRecorder {
  private static final Map<Call, Counters> COUNTERS = new ConcurrentHashMap<>();

  private CallRecorder() {}

  /** What has been called since the last {@link #reset}. */
  public static Map<Call, Tally> calls() {
    return COUNTERS.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().tally()));
  }

  public static void reset() {
    COUNTERS.clear();
  }

  static void attempted(Call call, int status) {
    counters(call).statuses.computeIfAbsent(status, _ -> new LongAdder()).increment();
  }

  static void consumed(Call call, double capacityUnits) {
    counters(call).capacityUnits.add(capacityUnits);
  }

  private static Counters counters(Call call) {
    return COUNTERS.computeIfAbsent(call, _ -> new Counters());
  }

  private static final class Counters {
    private final DoubleAdder capacityUnits = new DoubleAdder();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

    private Tally tally() {
      var counts =
          statuses.entrySet().stream()
              .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().sum()));
      return new Tally(capacityUnits.sum(), counts);
    }
  }
}

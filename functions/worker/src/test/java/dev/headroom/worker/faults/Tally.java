package dev.headroom.worker.faults;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How often each fault has happened. */
final class Tally {
  private final Map<Fault, LongAdder> counts = new EnumMap<>(Fault.class);

  private final LongAdder calls = new LongAdder();

  Tally() {
    List.of(Fault.values()).forEach(fault -> counts.put(fault, new LongAdder()));
  }

  /** A call was made, well or badly. */
  void call() {
    calls.increment();
  }

  void add(Fault fault) {
    counts.getOrDefault(fault, new LongAdder()).increment();
  }

  private long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  @Override
  public String toString() {
    return "%,d faults at %,d calls:%n".formatted(total(), calls.sum())
        + counts.entrySet().stream()
            .map(entry -> "  %,9d %s".formatted(entry.getValue().sum(), entry.getKey().plural))
            .collect(Collectors.joining("\n"));
  }
}

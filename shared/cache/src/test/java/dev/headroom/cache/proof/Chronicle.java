package dev.headroom.cache.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The model: what was read from the source and put so far, what was removed, and so what a read may
 * serve. It knows no tiers, versions or leases; only the promise.
 */
final class Chronicle {
  /** An entry of a namespace. */
  record Entry(String space, String name) {}

  /**
   * Something that was put for an entry, or loaded, be it that there is nothing.
   *
   * @param since when it was read from the source, or when its put ended: a removal that began
   *     later takes it along
   * @param wallEnd epoch milliseconds of the last moment of its time to live, by whoever wrote it
   */
  record Value(
      long number,
      Entry entry,
      List<String> tags,
      Optional<String> text,
      long since,
      long wallEnd) {}

  /** Takes values along: those that were there before it began. */
  record Removal(
      String what, Predicate<Value> covers, OptionalInt process, long begun, long acknowledged) {
    boolean removed(Value value, int reader, long staleness, long readAt) {
      // Whoever removed it does not see it again at all.
      boolean own = process.isPresent() && process.getAsInt() == reader;
      return value.since() < begun
          && acknowledged + (own ? 0 : staleness) < readAt
          && covers.test(value);
    }
  }

  /**
   * A read.
   *
   * @param staleness Δ of its cache in nanoseconds
   * @param begun when
   * @param wall what its process's clock said, less the time past its end that a value may be
   *     served
   * @param ahead by how much that clock was set so far
   */
  record Read(int process, Entry entry, long staleness, long begun, long wall, long ahead) {
    /** The same by a clock that was set while it went on, and so says nothing of its time. */
    Read byNoClock() {
      return new Read(process, entry, staleness, begun, Long.MIN_VALUE, ahead);
    }
  }

  private final LongSupplier time;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<Entry, List<Value>> absences = new HashMap<>();
  private final List<Removal> removals = new ArrayList<>();
  private long numbers;

  /**
   * Begins one.
   *
   * @param time true time in nanoseconds, which no process knows
   */
  Chronicle(LongSupplier time) {
    this.time = time;
  }

  long now() {
    return time.getAsLong();
  }

  synchronized Value value(Entry entry, List<String> tags, long since, long wallEnd) {
    long number = ++numbers;
    String text = entry.space() + "/" + entry.name() + "#" + number;
    var value = new Value(number, entry, tags, Optional.of(text), since, wallEnd);
    values.put(text, value);
    return value;
  }

  /** A put that has not ended yet may still take the place of whatever is there. */
  Value put(Entry entry, List<String> tags, long wallEnd) {
    return value(entry, tags, Long.MAX_VALUE, wallEnd);
  }

  /** It has ended, and was done or was not. */
  synchronized void ended(Value put) {
    String text = put.text().orElseThrow();
    values.put(
        text, new Value(put.number(), put.entry(), put.tags(), put.text(), now(), put.wallEnd()));
  }

  synchronized Value absence(Entry entry, List<String> tags, long since, long wallEnd) {
    var value = new Value(++numbers, entry, tags, Optional.empty(), since, wallEnd);
    absences.computeIfAbsent(entry, _ -> new ArrayList<>()).add(value);
    return value;
  }

  synchronized void removed(String what, Predicate<Value> covers, OptionalInt process, long begun) {
    removals.add(new Removal(what, covers, process, begun, now()));
  }

  /** Why a text may not be served to a read; empty when it may. */
  synchronized Optional<String> fault(Read read, String text) {
    Value value = values.get(text);
    if (value == null) {
      return Optional.of(text + " was never put or loaded");
    }
    if (!value.entry().equals(read.entry())) {
      return Optional.of(text + " was served for " + read.entry());
    }
    return fault(read, value);
  }

  /** Why it may not be served that there is nothing; empty when it may. */
  synchronized Optional<String> faultOfAbsence(Read read) {
    List<Value> candidates = absences.getOrDefault(read.entry(), List.of());
    List<Optional<String>> faults =
        candidates.reversed().stream().map(value -> fault(read, value)).toList();
    if (faults.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(
        "nobody found lately that there is nothing for %s: %s".formatted(read.entry(), faults));
  }

  private Optional<String> fault(Read read, Value value) {
    if (value.since() < read.begun() && read.wall() >= value.wallEnd()) {
      return Optional.of("%s: its time was over in %s".formatted(value, read));
    }
    for (int i = removals.size() - 1; i >= 0; i--) {
      Removal removal = removals.get(i);
      if (removal.acknowledged() < value.since()) {
        break;
      }
      if (removal.removed(value, read.process(), read.staleness(), read.begun())) {
        return Optional.of("%s was removed by %s before %s".formatted(value, removal, read));
      }
    }
    return Optional.empty();
  }
}

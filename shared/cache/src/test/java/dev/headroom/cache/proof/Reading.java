package dev.headroom.cache.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.entry.Key;
import dev.headroom.cache.proof.Chronicle.Read;
import dev.headroom.cache.proof.Chronicle.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A read of some keys: what was so when it began, and whether what it found may be. */
final class Reading {
  private final View view;
  private final Chronicle chronicle;
  private final Certainties certainties;
  private final HistoryCounts tally;
  private final Map<Key, Read> reads = new LinkedHashMap<>();

  /** What it must find. */
  private final Map<Key, Value> due = new LinkedHashMap<>();

  private final long disturbances;

  /** Begins one. */
  Reading(
      View view, Set<Key> keys, Chronicle chronicle, Certainties certainties, HistoryCounts tally) {
    this.view = view;
    this.chronicle = chronicle;
    this.certainties = certainties;
    this.tally = tally;
    keys.forEach(this::begin);
    view.member().reads += keys.size();
    this.disturbances = certainties.disturbances();
  }

  private void begin(Key key) {
    reads.put(key, view.read(key, chronicle.now()));
    if (view.strict()) {
      certainties.of(view.entry(key), view.member().wall()).ifPresent(value -> due.put(key, value));
    }
  }

  /** Whatever it found may be served. */
  void checkServed(Map<Key, String> found) {
    found.forEach(
        (key, text) -> {
          tally.served++;
          Read read = Optional.ofNullable(reads.get(key)).orElseThrow();
          assertThat(chronicle.fault(judged(read), text)).isEmpty();
        });
  }

  /** Of whatever it did not find there may be nothing. */
  void checkAbsent(Map<Key, String> found) {
    reads.forEach(
        (key, read) -> {
          if (!found.containsKey(key)) {
            assertThat(chronicle.faultOfAbsence(judged(read))).isEmpty();
          }
        });
  }

  /** It found what it must, unless something happened meanwhile. */
  void checkDue(Map<Key, String> found) {
    if (disturbances == certainties.disturbances() && !view.member().mayDoWithoutRedis()) {
      due.forEach(
          (key, value) ->
              assertThat(found)
                  .as("%s must be there", value)
                  .containsEntry(key, value.text().orElseThrow()));
    }
  }

  private Read judged(Read read) {
    return view.member().ahead() == read.ahead() ? read : read.byNoClock();
  }
}

package dev.headroom.worker.faults;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** What was done to which job and what went wrong with it, for whoever reads of a failed run. */
final class Journal {
  private record Entry(String job, String what) {}

  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final long began = System.nanoTime();

  /**
   * Takes a note.
   *
   * @param job its id, or empty when it is about all of them
   */
  void note(String job, String what) {
    long millis = (System.nanoTime() - began) / 1_000_000;
    entries.add(new Entry(job, "%,7d ms %s".formatted(millis, what)));
  }

  String of(String job) {
    return entries.stream()
        .filter(entry -> entry.job().equals(job) || entry.job().isEmpty())
        .map(Entry::what)
        .collect(Collectors.joining("\n"));
  }
}

package dev.headroom.local.trigger;

import dev.headroom.local.lambda.LambdaFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The changes of a shard that are read, and not yet handed over: the next batch, as it gathers. */
final class ShardBuffer {
  /** What of an event may be changes, in bytes; the rest is for a window's state. */
  private static final int MAX_BYTES = LambdaFunction.MAX_PAYLOAD - 2 * StreamInvoker.MAX_STATE;

  private final int batchSize;
  private final Deque<Change> changes = new ArrayDeque<>();
  private long bytes;
  private long since;

  ShardBuffer(int batchSize) {
    this.batchSize = batchSize;
  }

  void addAll(List<Change> read) {
    if (changes.isEmpty()) {
      since = System.nanoTime();
    }
    changes.addAll(read);
    bytes += read.stream().mapToLong(Change::bytes).sum();
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** How many more changes the next batch could take. */
  int room() {
    return bytes < MAX_BYTES ? batchSize - changes.size() : 0;
  }

  /** How long the oldest has waited. */
  Duration waited() {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  Optional<Instant> first() {
    return Optional.ofNullable(changes.peekFirst()).map(Change::at);
  }

  Optional<Instant> last() {
    return Optional.ofNullable(changes.peekLast()).map(Change::at);
  }

  /** Takes the next batch out; it is not empty if there is a change before that moment. */
  List<Change> take(Instant before) {
    var batch = new ArrayList<Change>();
    long taken = 0;
    for (Change next = changes.peek();
        next != null && next.at().isBefore(before);
        next = changes.peek()) {
      if (!batch.isEmpty() && taken + next.bytes() > MAX_BYTES) {
        break;
      }
      taken += next.bytes();
      batch.add(changes.remove());
    }
    bytes -= taken;
    since = System.nanoTime();
    return batch;
  }
}

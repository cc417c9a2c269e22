package dev.headroom.local.trigger;

import dev.headroom.local.template.Trigger;
import dev.headroom.local.trigger.TumblingWindow.End;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the changes of one shard to a function: in order, one batch after the other. */
final class ShardWorker {
  private static final Logger LOG = LoggerFactory.getLogger(ShardWorker.class);

  /** Lambda asks each shard four times a second. */
  private static final Duration BETWEEN_READS = Duration.ofMillis(250);

  private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);

  private final Trigger.StreamSource source;
  private final ShardReader reader;
  private final ShardBuffer buffer;
  private final StreamInvoker invoker;
  private final CountDownLatch stopping;

  /**
   * @param stopping counted down when no more is to be taken
   */
  ShardWorker(
      Trigger.StreamSource source,
      ShardReader reader,
      StreamInvoker invoker,
      CountDownLatch stopping) {
    this.source = source;
    this.reader = reader;
    this.buffer = new ShardBuffer(source.batchSize());
    this.invoker = invoker;
    this.stopping = stopping;
  }

  /** Works until the shard has ended, or no more is to be taken; says whether it has ended. */
  boolean run() throws InterruptedException {
    Duration pause = Duration.ZERO;
    while (!stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
      try {
        pause = step();
      } catch (RuntimeException fault) { // whatever it is, a later try may fare better
        LOG.warn("The stream of {} cannot be read", source.table(), fault);
        pause = PAUSE_AFTER_FAULT;
      }
      if (reader.hasEnded() && buffer.isEmpty() && invoker.window().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Does what is next, and says how long to wait then. */
  private Duration step() throws InterruptedException {
    if (windowIsOver()) {
      invoker.endWindow(End.OVER);
    } else if (batchIsDue()) {
      Optional<TumblingWindow> window = windowOfNext();
      invoker.handOver(buffer.take(window.map(TumblingWindow::end).orElse(Instant.MAX)), window);
    } else if (buffer.room() > 0) {
      buffer.addAll(reader.read(buffer.room()));
    }
    return windowIsOver() || batchIsDue() || !reader.isAtEnd() ? Duration.ZERO : pause();
  }

  private Duration pause() {
    Duration left = source.batchingWindow().minus(buffer.waited());
    return buffer.isEmpty() || left.compareTo(BETWEEN_READS) > 0 ? BETWEEN_READS : left;
  }

  private boolean batchIsDue() {
    return !buffer.isEmpty()
        && (reader.hasEnded()
            || buffer.room() <= 0
            || buffer.waited().compareTo(source.batchingWindow()) >= 0
            || isPastWindow(buffer.last()));
  }

  /** The window that is open, else that which the next change opens. */
  private Optional<TumblingWindow> windowOfNext() {
    return invoker
        .window()
        .or(
            () ->
                source
                    .tumblingWindow()
                    .flatMap(size -> buffer.first().map(at -> TumblingWindow.around(at, size))));
  }

  private boolean isPastWindow(Optional<Instant> moment) {
    Optional<TumblingWindow> window = windowOfNext();
    return moment.isPresent() && window.isPresent() && !moment.get().isBefore(window.get().end());
  }

  /** Changes come in order: once there is a later one, or none at all, a window has no more. */
  private boolean windowIsOver() {
    return invoker.window().isPresent()
        && (buffer.isEmpty()
            ? reader.hasEnded() || isPastWindow(Optional.of(reader.emptyAt()))
            : isPastWindow(buffer.first()));
  }
}

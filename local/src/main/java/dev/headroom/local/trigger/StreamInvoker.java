package dev.headroom.local.trigger;

import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.lambda.Outcome;
import dev.headroom.local.template.Trigger;
import dev.headroom.local.trigger.TumblingWindow.End;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invokes a function with the changes of one shard, each batch again and again until it is done,
 * and notes how far it has come. While a tumbling window is open, it keeps the window's state.
 */
final class StreamInvoker {
  /** What Lambda lets a window's state be, in bytes. */
  static final int MAX_STATE = 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(StreamInvoker.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Trigger.StreamSource source;
  private final String shard;
  private final StreamEvents events;
  private final LambdaFunction function;
  private final StreamPlaces places;
  private final CountDownLatch stopping;
  private Optional<TumblingWindow> window;

  /**
   * @param stopping counted down when what fails is not to be tried again
   */
  StreamInvoker(
      Trigger.StreamSource source,
      String shard,
      LambdaFunction function,
      StreamPlaces places,
      CountDownLatch stopping) {
    this.source = source;
    this.shard = shard;
    this.events = new StreamEvents(source.table(), shard);
    this.function = function;
    this.places = places;
    this.stopping = stopping;
    this.window = places.of(shard).flatMap(StreamPlaces.Place::window);
  }

  /** The window that is open. */
  Optional<TumblingWindow> window() {
    return window;
  }

  /**
   * Returns when the batch is done, or given up, or no more is to be tried.
   *
   * @param within the window that all its changes are in
   */
  void handOver(List<Change> batch, Optional<TumblingWindow> within) throws InterruptedException {
    window = within;
    List<Change> left = batch;
    while (!left.isEmpty()) {
      Optional<StreamAnswer.Done> done = persist(left, End.NOT_YET);
      if (done.isEmpty()) {
        return;
      }
      int count = done.get().count();
      window = window.map(open -> open.with(done.get().state()));
      note(left.get(count - 1).sequenceNumber());
      left = left.subList(count, left.size());
    }
    if (window.filter(open -> StreamEvents.bytes(open.state()).length > MAX_STATE).isPresent()) {
      endWindow(End.TOO_MUCH_STATE);
    }
  }

  /** Invokes the function for the last time of the window. */
  void endWindow(End end) throws InterruptedException {
    if (persist(List.of(), end).isPresent()) {
      window = Optional.empty();
      places.of(shard).ifPresent(place -> note(place.sequenceNumber()));
    }
  }

  private void note(String sequenceNumber) {
    places.put(shard, new StreamPlaces.Place(sequenceNumber, window));
  }

  /** Invokes until something is done; empty when no more is to be tried. */
  private Optional<StreamAnswer.Done> persist(List<Change> batch, End end)
      throws InterruptedException {
    byte[] event = events.write(batch, window, end);
    List<String> numbers = batch.stream().map(Change::sequenceNumber).toList();
    Duration pause = FIRST_PAUSE;
    for (int retries = 0; true; retries++) {
      Outcome outcome = invoke(event);
      if (StreamAnswer.of(outcome, numbers, source.reportsFailures())
          instanceof StreamAnswer.Done done) {
        return Optional.of(done);
      }
      if (source.maximumRetries().isPresent() && retries >= source.maximumRetries().get()) {
        LOG.warn("{} gives up {} changes of {}", source.function(), batch.size(), source.table());
        return Optional.of(giveUp(batch));
      }
      if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
  }

  private StreamAnswer.Done giveUp(List<Change> batch) {
    return new StreamAnswer.Done(
        batch.size(), window.map(TumblingWindow::state).orElseGet(TumblingWindow::noState));
  }

  private Outcome invoke(byte[] event) throws InterruptedException {
    try {
      return function.invoke(event).get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

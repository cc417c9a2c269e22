package dev.headroom.local.trigger;

/** Takes work from an event source to a function, until it is closed. */
public sealed interface Poller extends AutoCloseable permits QueuePoller, StreamPoller {
  /** Takes no more, soon; what runs has a few seconds to end. */
  void stop();

  /** Stops, and waits for what runs. */
  @Override
  void close();
}

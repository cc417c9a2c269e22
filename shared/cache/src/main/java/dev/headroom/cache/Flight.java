package dev.headroom.cache;

import dev.headroom.cache.CacheResult.Source;
import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Codec;
import dev.headroom.cache.statistics.CacheEvent;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A fetch of a key by one request, which other requests of the process may wait for. */
final class Flight<V> {
  private final Thread owner = Thread.currentThread();
  private final Codec<V> codec;
  private final CompletableFuture<Fetched<V>> landing = new CompletableFuture<>();

  Flight(Codec<V> codec) {
    this.codec = codec;
  }

  /**
   * The result of a flight.
   *
   * @param as what those who get it count it as
   * @param source where it came from
   * @param verified the latest moment at which the value was not invalidated
   */
  record Fetched<V>(Optional<V> value, CacheEvent as, Source source, DualTimestamp verified) {
    /** Returns what the one who asked loaded itself. */
    static <V> Fetched<V> loaded(Optional<V> value, DualTimestamp verified) {
      return new Fetched<>(value, CacheEvent.MISS, Source.OWN_LOAD, verified);
    }

    /** Returns the same as it is to a caller who waited for it. */
    Fetched<V> awaited() {
      return source == Source.OWN_LOAD
          ? new Fetched<>(value, as, Source.AWAITED_LOAD, verified)
          : this;
    }
  }

  boolean isOfThisThread() {
    return owner.equals(Thread.currentThread());
  }

  /** Returns true when its value is of a codec's type. */
  @SuppressWarnings("ReferenceEquality") // codecs are what they are, not what they say
  boolean isOf(Codec<?> other) {
    return codec == other;
  }

  void land(Fetched<V> fetched) {
    landing.complete(fetched);
  }

  void crash(Throwable failure) {
    landing.completeExceptionally(failure);
  }

  /** Waits for the result; returns empty when it took too long. A failure is thrown here too. */
  Optional<Fetched<V>> await(Duration atMost) {
    try {
      return Optional.of(landing.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      switch (Objects.requireNonNullElse(e.getCause(), e)) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case Throwable failure -> throw new IllegalStateException(failure);
      }
    }
  }
}

package dev.headroom.redis;

import com.github.benmanes.caffeine.cache.Ticker;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis, shared by all threads. Every call ends within the command timeout: with
 * the answer, or with {@link RedisUnavailable}. A call is sent once; one whose connection broke is
 * not sent again. While Redis does not answer, calls fail at once, and every half second one of
 * them tries; a connection that is silent for longer is replaced. No socket is open while a
 * SnapStart snapshot is taken.
 */
public final class Redis implements AutoCloseable, Resource {
  /** A command that is made with the connection at hand. */
  @FunctionalInterface
  public interface Command<T> {
    CompletionStage<T> on(RedisAsyncCommands<byte[], byte[]> commands);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
  private static final Set<String> STATES =
      Set.of("LOADING", "OOM", "READONLY", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN");

  /** A cold JVM takes seconds to load what a first connection needs. */
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  private final RedisSettings settings;
  private final long timeout;
  private final Breaker breaker;
  private final LongAdder roundTrips = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private volatile @Nullable RedisLink link;

  /** Connects at the first call. */
  public Redis(RedisSettings settings) {
    this(settings, Ticker.systemTicker());
  }

  Redis(RedisSettings settings, Ticker ticker) {
    this.settings = settings;
    this.breaker = new Breaker(ticker);
    this.timeout = settings.commandTimeout().toNanos();
    Core.getGlobalContext().register(this);
  }

  /**
   * Makes a call and waits for its answer.
   *
   * @return what Redis answers; null where it answers nil
   * @throws RedisUnavailable when there is no answer in time, or Redis says that it cannot
   */
  public <T> @Nullable T call(Command<T> command) throws RedisUnavailable {
    if (!breaker.mayCall()) {
      throw new RedisUnavailable("Redis has not answered lately");
    }
    try {
      T answer = answer(command);
      breaker.succeeded();
      return answer;
    } catch (RedisUnavailable e) {
      breaker.failed();
      throw e;
    }
  }

  /** Returns the values of keys, in their order; those that are not there have no value. */
  public List<KeyValue<byte[], byte[]>> values(byte[]... keys) throws RedisUnavailable {
    return Optional.ofNullable(call(redis -> redis.mget(keys))).orElse(List.of());
  }

  /**
   * Runs a script, which is sent whole only when Redis does not know it yet.
   *
   * @return what it returns: numbers as Long, strings as byte[], false as null
   * @throws RedisUnavailable as {@link #call}
   */
  public List<@Nullable Object> run(Script script, List<byte[]> keys, List<byte[]> arguments)
      throws RedisUnavailable {
    byte[][] names = keys.toArray(byte[][]::new);
    byte[][] values = arguments.toArray(byte[][]::new);
    List<@Nullable Object> answer =
        call(
            redis ->
                redis
                    .<List<@Nullable Object>>evalsha(
                        script.digest(), ScriptOutputType.MULTI, names, values)
                    .exceptionallyCompose(
                        failure -> {
                          if (!(failure instanceof RedisNoScriptException)) {
                            return CompletableFuture.failedFuture(failure);
                          }
                          roundTrips.increment();
                          return redis.eval(script.text(), ScriptOutputType.MULTI, names, values);
                        }));
    return answer == null ? List.of() : answer;
  }

  /** Returns how many calls were sent so far, whether they were answered or not. */
  public long roundTrips() {
    return roundTrips.sum();
  }

  /** Returns how many connections there have been; data may be gone whenever it has grown. */
  public long connections() {
    return connections.sum();
  }

  /** Connects now, and waits for it; to be called where nobody waits, as before a snapshot. */
  public void warmUp() {
    try {
      link().connection().get(WARM_UP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("Redis is not reached yet", e);
    }
  }

  private <T> @Nullable T answer(Command<T> command) throws RedisUnavailable {
    long until = System.nanoTime() + timeout;
    RedisLink open = link();
    CompletableFuture<T> answer = null;
    try {
      var connection = open.connection().get(timeout, TimeUnit.NANOSECONDS);
      roundTrips.increment();
      answer = command.on(connection.async()).toCompletableFuture();
      T said = answer.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      open.answered();
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisUnavailable("The caller was interrupted", e);
    } catch (TimeoutException _) {
      if (answer != null && open.isDead()) {
        discard(open);
      }
      throw new RedisUnavailable("Redis does not answer within " + settings.commandTimeout());
    } catch (ExecutionException e) {
      throw refused(open, Optional.ofNullable(e.getCause()).orElse(e));
    } catch (RedisException e) {
      throw refused(open, e);
    } finally {
      if (answer != null) {
        answer.cancel(false);
      }
    }
  }

  private RedisUnavailable refused(RedisLink used, Throwable why) {
    if (used.connection().isCompletedExceptionally()) {
      // It never stood; the next call tries anew.
      discard(used);
    } else if (why instanceof RedisCommandExecutionException said && !isState(said)) {
      LOG.error("Redis refuses a command", said);
    }
    return new RedisUnavailable("Redis does not answer", why);
  }

  /** Returns true when Redis reports its own state: that it is full, loading, or a replica. */
  private static boolean isState(RedisCommandExecutionException said) {
    String words = Objects.requireNonNullElse(said.getMessage(), "");
    return STATES.contains(words.split(" ", 2)[0]);
  }

  private RedisLink link() {
    RedisLink open = link;
    return open == null ? newLink() : open;
  }

  private synchronized RedisLink newLink() {
    RedisLink open = link;
    if (open == null) {
      open = RedisLink.connect(settings, connections);
      link = open;
    }
    return open;
  }

  @SuppressWarnings("ReferenceEquality") // it is asked whether it was replaced
  private synchronized void discard(RedisLink used) {
    if (link == used) {
      link = null;
      Thread.ofVirtual().start(used::close);
    }
  }

  @Override
  public synchronized void close() {
    RedisLink open = link;
    link = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    close();
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // The next call connects.
  }
}

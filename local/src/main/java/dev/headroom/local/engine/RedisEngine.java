package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Redis on 127.0.0.1. When its process dies, another takes its place on the same port after
 * a while, as ElastiCache replaces a node: an empty one, unless there is a folder.
 */
public final class RedisEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisEngine.class);

  private static final int ATTEMPTS = 3;

  private final int port;
  private final Optional<Path> folder;
  private final Duration replacedAfter;
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("redis-supervisor").factory());
  private RedisProcess process;
  private boolean closed;

  private RedisEngine(int port, Optional<Path> folder, Duration replacedAfter) {
    this.port = port;
    this.folder = folder;
    this.replacedAfter = replacedAfter;
    this.process = RedisProcess.start(port, folder);
  }

  /**
   * Starts it on a free port.
   *
   * @param folder where it keeps its data; in memory without one
   * @param replacedAfter how long after its death another takes its place
   * @throws CannotStart with what Redis said
   */
  public static RedisEngine start(Optional<Path> folder, Duration replacedAfter) {
    for (int attempt = 1; ; attempt++) {
      try {
        var engine = new RedisEngine(FreePort.find(), folder, replacedAfter);
        engine.watch();
        return engine;
      } catch (CannotStart fault) {
        if (attempt == ATTEMPTS) { // somebody else may have taken the port meanwhile
          throw fault;
        }
      }
    }
  }

  public URI uri() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  /** Of the process that serves, or of the one that died last. */
  public synchronized long pid() {
    return process.pid();
  }

  private synchronized void watch() {
    var _ = process.onExit().thenRun(this::died);
  }

  private synchronized void died() {
    if (!closed) {
      LOG.warn("Redis (process {}) died; another follows in {}", process.pid(), replacedAfter);
      process.close();
      replaceLater();
    }
  }

  private void replaceLater() {
    var _ = supervisor.schedule(this::replace, replacedAfter.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void replace() {
    if (closed) {
      return;
    }
    try {
      process = RedisProcess.start(port, folder);
      watch();
      LOG.info("Redis is back at {} as process {}", uri(), process.pid());
    } catch (CannotStart fault) {
      LOG.warn("Redis could not be started again", fault);
      replaceLater();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    supervisor.shutdownNow();
    process.close();
  }
}

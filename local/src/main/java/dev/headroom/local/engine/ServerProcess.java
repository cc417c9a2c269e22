package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server in a child process, which ends with this JVM however that ends. */
final class ServerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
  private static final int LINES_KEPT = 5;
  private static final int PATIENCE_SECONDS = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  /**
   * What a second child does: it waits for a line that this JVM never writes, and so for the end of
   * the JVM, at which the operating system closes the pipe: by SIGKILL, too.
   */
  private static final String GUARD = "read -r line || kill \"$1\"";

  private final String name;
  private final Process server;
  private final Optional<Process> guard;
  private final Deque<String> last = new ArrayDeque<>();

  private ServerProcess(String name, Process server, Optional<Process> guard) {
    this.name = name;
    this.server = server;
    this.guard = guard;
  }

  /**
   * Starts a process. It need not be ready when this returns.
   *
   * @param name of the server, for messages
   * @throws IOException when the command cannot be started
   */
  static ServerProcess start(String name, List<String> command) throws IOException {
    Process server = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new ServerProcess(name, server, guard(server.pid()));
  }

  /** There is none where there is no shell: on Windows a kill of this JVM leaves the server. */
  private static Optional<Process> guard(long pid) {
    try {
      return Optional.of(
          new ProcessBuilder("/bin/sh", "-c", GUARD, "guard", String.valueOf(pid)).start());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /**
   * Waits until the server prints a line that has a text in it.
   *
   * @throws CannotStart with what it printed last, when it ends before
   */
  void awaitLine(String text) throws IOException {
    BufferedReader output = server.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains(text)) {
        readOn(output);
        return;
      }
      keep(line);
    }
    throw ended();
  }

  /**
   * Waits until the server accepts connections at a port of the loopback address.
   *
   * @throws CannotStart with what it printed last, when it ends before
   */
  void awaitPort(int port) {
    Thread reader = readOn(server.inputReader());
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      while (!server.waitFor(BETWEEN_LOOKS)) {
        try (var socket = new Socket()) {
          socket.connect(address);
          return;
        } catch (IOException _) {
          // It does not listen yet.
        }
      }
      reader.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw ended();
  }

  private CannotStart ended() {
    synchronized (last) {
      return new CannotStart(name + " ended before it was ready: " + String.join(" / ", last));
    }
  }

  private void keep(String line) {
    synchronized (last) {
      last.add(line);
      if (last.size() > LINES_KEPT) {
        last.remove();
      }
    }
  }

  /** A process whose output nobody reads has to wait in the end. */
  private Thread readOn(BufferedReader output) {
    return Thread.ofPlatform()
        .daemon()
        .name(name + "-output")
        .start(
            () ->
                output
                    .lines()
                    .forEach(
                        line -> {
                          keep(line);
                          LOG.debug("{}: {}", name, line);
                        }));
  }

  long pid() {
    return server.pid();
  }

  /** Completed when it has ended, whoever ended it. */
  CompletableFuture<Process> onExit() {
    return server.onExit();
  }

  /** Ends it, by SIGTERM first. */
  @Override
  public void close() {
    // By its handle, which leaves its output open to whoever reads the rest of it.
    server.toHandle().destroy();
    try {
      if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      server.destroyForcibly();
    }
    guard.ifPresent(Process::destroy);
  }
}

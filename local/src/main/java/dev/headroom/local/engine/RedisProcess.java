package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** One redis-server, a child process that ends with this JVM however that ends. */
final class RedisProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisProcess.class);
  private static final String READY = "Ready to accept connections";
  private static final int LINES_TOLD = 5;
  private static final int PATIENCE_SECONDS = 5;

  /**
   * What a second child does: it waits for a line that this JVM never writes, and so for the end of
   * the JVM, at which the operating system closes the pipe: by SIGKILL, too.
   */
  private static final String GUARD = "read -r line || kill \"$1\"";

  private final Process server;
  private final Optional<Process> guard;

  private RedisProcess(Process server, Optional<Process> guard) {
    this.server = server;
    this.guard = guard;
  }

  /**
   * Starts one, and waits until it answers.
   *
   * @param folder where it keeps its data; in memory without one
   * @throws CannotStart with what the server said
   */
  static RedisProcess start(int port, Optional<Path> folder) {
    Map<OsArchitecture, String> binaries = ExecutableProvider.newProvidedVersionsMap();
    try {
      return start(binaries, port, folder);
    } catch (CannotStart fault) {
      String alone = binaries.get(OsArchitecture.UNIX_x86);
      if (alone == null
          || !OsArchitecture.detectOSandArchitecture().equals(OsArchitecture.UNIX_x86_64)) {
        throw fault;
      }
      try {
        // The other needs OpenSSL 3, which not every Linux has; that of 32 bits needs nothing.
        return start(Map.of(OsArchitecture.UNIX_x86_64, alone), port, folder);
      } catch (CannotStart again) {
        fault.addSuppressed(again);
        throw fault;
      }
    }
  }

  private static RedisProcess start(
      Map<OsArchitecture, String> binaries, int port, Optional<Path> folder) {
    try {
      if (folder.isPresent()) {
        Files.createDirectories(folder.get());
      }
      Path unpacked = Files.createTempDirectory("headroom-redis");
      Path binary =
          ExecutableProvider.newJarResourceProvider(unpacked::toFile, binaries).get().toPath();
      try {
        return start(command(binary, port, folder));
      } finally {
        // Once it runs it does not need the file, so that not even a kill leaves one behind.
        Files.deleteIfExists(binary);
        Files.deleteIfExists(unpacked);
      }
    } catch (IOException fault) {
      throw new CannotStart("Redis did not start: " + fault.getMessage(), fault);
    }
  }

  private static List<String> command(Path binary, int port, Optional<Path> folder) {
    var command = new ArrayList<String>();
    command.add(binary.toString());
    command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", ""));
    command.addAll(List.of("--appendonly", folder.isPresent() ? "yes" : "no"));
    folder.ifPresent(path -> command.addAll(List.of("--dir", path.toString())));
    return command;
  }

  private static RedisProcess start(List<String> command) throws IOException {
    Process server = new ProcessBuilder(command).redirectErrorStream(true).start();
    var redis = new RedisProcess(server, guard(server.pid()));
    try {
      redis.awaitReady();
      return redis;
    } catch (IOException | RuntimeException fault) {
      redis.close();
      throw fault;
    }
  }

  /** None where there is no shell: on Windows a kill of this JVM leaves the server behind. */
  private static Optional<Process> guard(long pid) {
    try {
      return Optional.of(
          new ProcessBuilder("/bin/sh", "-c", GUARD, "guard", String.valueOf(pid)).start());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private void awaitReady() throws IOException {
    BufferedReader output = server.inputReader();
    var last = new ArrayDeque<String>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains(READY)) {
        Thread.ofPlatform().daemon().name("redis-output").start(() -> log(output));
        return;
      }
      last.add(line);
      if (last.size() > LINES_TOLD) {
        last.remove();
      }
    }
    throw new CannotStart("Redis ended before it was ready: " + String.join(" / ", last));
  }

  /** Whoever does not read what a process prints has it wait, in the end. */
  private static void log(BufferedReader output) {
    output.lines().forEach(line -> LOG.debug("Redis: {}", line));
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

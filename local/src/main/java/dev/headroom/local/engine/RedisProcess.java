package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** One redis-server, as a child process. */
final class RedisProcess implements AutoCloseable {
  private static final String READY = "Ready to accept connections";

  private final ServerProcess server;

  private RedisProcess(ServerProcess server) {
    this.server = server;
  }

  /**
   * Starts a server, and waits until it answers.
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
    ServerProcess server = ServerProcess.start("Redis", command);
    try {
      server.awaitLine(READY);
      return new RedisProcess(server);
    } catch (IOException | RuntimeException fault) {
      server.close();
      throw fault;
    }
  }

  long pid() {
    return server.pid();
  }

  /** Completed when it has ended, whoever ended it. */
  CompletableFuture<Process> onExit() {
    return server.onExit();
  }

  @Override
  public void close() {
    server.close();
  }
}

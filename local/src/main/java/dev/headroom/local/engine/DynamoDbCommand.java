package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Starts a DynamoDB by a command, such as
 *
 * <pre>{@code dynoxide serve --port {port} [--db-path {file}]}</pre>
 *
 * <p>The command's words are separated by spaces. {@code {port}} becomes a free port of the
 * loopback address, at which the server must listen. What stands in brackets is there only when
 * data is kept, and {@code {file}} in it becomes a file of the data folder, which need not exist.
 */
final class DynamoDbCommand {
  private static final Pattern KEPT = Pattern.compile("\\[([^\\]]*)]");
  private static final String PORT = "{port}";
  private static final String FILE = "{file}";
  private static final int ATTEMPTS = 3;

  private DynamoDbCommand() {}

  /**
   * Starts a server on a free port.
   *
   * @param folder where its database is kept; in memory without one
   * @throws CannotStart when the command is not of the form above, or ends before it serves
   */
  static Engine start(String command, Optional<Path> folder) {
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.find();
      List<String> words = words(command, port, folder);
      try {
        return start(words, port, folder);
      } catch (CannotStart fault) {
        if (attempt == ATTEMPTS) { // somebody else may have taken the port meanwhile
          throw fault;
        }
      }
    }
  }

  static List<String> words(String command, int port, Optional<Path> folder) {
    String chosen = KEPT.matcher(command).replaceAll(folder.isPresent() ? "$1" : "");
    if (!chosen.contains(PORT) || chosen.contains(FILE) != folder.isPresent()) {
      throw new CannotStart(
          "-Ddynamodb.command must contain {port}, and {file} in brackets, as in \"dynoxide serve"
              + " --port {port} [--db-path {file}]\"; got \"%s\".".formatted(command));
    }
    String file = folder.map(path -> path.resolve("database").toString()).orElse("");
    return Arrays.stream(chosen.strip().split("\\s+"))
        .map(word -> word.replace(PORT, String.valueOf(port)).replace(FILE, file))
        .toList();
  }

  private static Engine start(List<String> words, int port, Optional<Path> folder) {
    try {
      if (folder.isPresent()) {
        Files.createDirectories(folder.get());
      }
      ServerProcess server = ServerProcess.start(words.getFirst(), words);
      try {
        server.awaitPort(port);
      } catch (RuntimeException fault) {
        server.close();
        throw fault;
      }
      return Engine.onPort(port, server);
    } catch (IOException fault) {
      throw new CannotStart(
          "The command of -Ddynamodb.command did not start: " + fault.getMessage(), fault);
    }
  }
}

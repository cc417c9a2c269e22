package dev.headroom.system;

import dev.headroom.local.LocalOptions;
import dev.headroom.local.engine.EngineOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What {@code mvn -Prun} is told by {@code -D}; and by the environment, whose variables stand in
 * the place of the template's settings.
 *
 * @param port 0 for any that is free
 * @param data where everything is kept; empty for memory
 * @param input the folder that the first job reads
 * @param once end after the first job
 * @param engines what replaces the local cloud's own engines
 */
record RunOptions(int port, Optional<Path> data, Path input, boolean once, EngineOptions engines) {
  /** An option that cannot be followed; the message says what can. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  static RunOptions of(Properties properties) {
    return new RunOptions(
        port(properties.getProperty("port", "")),
        path(properties, "data"),
        path(properties, "input").orElse(Path.of(System.getProperty("java.home"), "legal")),
        Boolean.parseBoolean(properties.getProperty("once", "false")),
        EngineOptions.of(properties));
  }

  LocalOptions forLocalCloud() {
    Path logs = data.map(folder -> folder.resolve("logs")).orElse(Path.of("target", "logs"));
    return new LocalOptions(Path.of("template.yaml"), port, data, Map.of(), engines, logs)
        .withEnvironment(System.getenv());
  }

  private static int port(String text) {
    try {
      int port = text.isBlank() ? 3000 : Integer.parseInt(text.strip());
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new Wrong("-Dport must be a number from 0 to 65535; got \"%s\".".formatted(text));
  }

  private static Optional<Path> path(Properties properties, String name) {
    String text = properties.getProperty(name, "").strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
  }
}

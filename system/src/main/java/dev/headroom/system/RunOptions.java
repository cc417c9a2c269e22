package dev.headroom.system;

import dev.headroom.local.LocalOptions;
import dev.headroom.local.engine.EngineOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The options of {@code mvn -Prun}, given by {@code -D}. Variables of the environment replace the
 * template's settings.
 *
 * @param port the port to serve at; 0 for any that is free
 * @param data the folder that everything is kept in; empty for memory
 * @param input the folder that the first job reads
 * @param once whether to end after the first job
 * @param unknown options that were given and are none of these
 * @param engines what replaces the local cloud's own engines
 */
record RunOptions(
    int port,
    Optional<Path> data,
    Path input,
    boolean once,
    List<String> unknown,
    EngineOptions engines) {
  static final Set<String> NAMES =
      Set.of(
          "port",
          "data",
          "input",
          "once",
          "help",
          "endpoint",
          "dynamodb",
          "sqs",
          "s3",
          "redis",
          "stack",
          "extensions");

  /** Options of the build, which mean nothing to the local cloud. */
  private static final Set<String> OF_THE_BUILD = Set.of("release", "skipHygiene", "skipTests");

  /** An option that cannot be followed; the message says what can. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  /**
   * Reads the options.
   *
   * @param properties each option by its name, blank when not given; and as {@code given} all
   *     options of Maven's command line, as {@link Properties#toString} writes them
   * @throws Wrong when a value cannot be, or a name is nearly that of an option
   */
  static RunOptions of(Properties properties) {
    List<String> unknown = unknown(GivenOptions.names(properties.getProperty("given", "")));
    return new RunOptions(
        port(properties.getProperty("port", "")),
        path(properties, "data"),
        path(properties, "input").orElse(Path.of(System.getProperty("java.home"), "legal")),
        once(properties.getProperty("once", "")),
        unknown,
        EngineOptions.of(properties));
  }

  LocalOptions forLocalCloud() {
    Path logs = data.map(folder -> folder.resolve("logs")).orElse(Path.of("target", "logs"));
    return new LocalOptions(Path.of("template.yaml"), port, data, Map.of(), engines, logs)
        .withEnvironment(System.getenv());
  }

  /** Says where everything is kept, as the second half of a sentence. */
  String kept() {
    return data.map(folder -> "everything is kept in " + folder)
        .orElse("in memory; -Ddata=FOLDER keeps everything");
  }

  /** Names with a dot are those of Maven and its plugins. */
  private static List<String> unknown(List<String> given) {
    List<String> unknown =
        given.stream()
            .filter(name -> !name.contains("."))
            .filter(name -> !NAMES.contains(name) && !OF_THE_BUILD.contains(name))
            .toList();
    for (String name : unknown) {
      Spelling.nearest(name, NAMES)
          .ifPresent(
              option -> {
                throw new Wrong(
                    "-D%s is not an option; did you mean -D%s? (mvn -Prun -Dhelp lists all.)"
                        .formatted(name, option));
              });
    }
    return unknown;
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
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
    } catch (InvalidPathException _) {
      throw new Wrong("-D%s must be the path of a folder; got \"%s\".".formatted(name, text));
    }
  }

  private static boolean once(String text) {
    return switch (text.strip()) {
      case "true" -> true;
      case "false", "" -> false;
      default ->
          throw new Wrong("-Donce must be true, false or nothing; got \"%s\".".formatted(text));
    };
  }
}

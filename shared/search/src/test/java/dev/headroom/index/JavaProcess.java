package dev.headroom.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes with the Java of this one. */
final class JavaProcess {
  private JavaProcess() {}

  /**
   * Returns a process with the classes of this one, whose JVM starts quickly.
   *
   * @param table the table, which the process finds in its environment
   */
  static ProcessBuilder process(Class<?> main, ChunkTable table, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(table.environment());
    return builder;
  }
}

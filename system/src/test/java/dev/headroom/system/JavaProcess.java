package dev.headroom.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of this Java. */
final class JavaProcess {
  /** Each lives for seconds: what C2 would make of it is not worth what C2 costs. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private JavaProcess() {}

  /**
   * Returns a process that has this one's class path, and whose errors are part of its output. It
   * is not started yet.
   *
   * @param options for the JVM, beside those that let it begin quickly
   */
  static ProcessBuilder of(Class<?> main, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}

package dev.headroom.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What {@code mvn -Prun} starts, without the Maven around it: {@link Main} in a process. */
final class RunProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 300;

  private final Process process;
  private final BufferedReader out;
  private final List<String> lines = new ArrayList<>();

  private RunProcess(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  static RunProcess start(Map<String, String> environment, String... options) throws IOException {
    return start(environment, command(Main.class, options));
  }

  /** One whose parent is not this JVM, but a process that can be killed: this one. */
  static RunProcess underAnother(String... options) throws IOException {
    List<String> command = command(RunProcess.class);
    command.addAll(List.of(options));
    return start(Map.of(), command);
  }

  /** What a Maven does: it starts another process and waits for it. */
  public static void main(String[] options) throws Exception {
    new ProcessBuilder(command(Main.class, options)).inheritIO().start().waitFor();
  }

  private static RunProcess start(Map<String, String> environment, List<String> command)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(TheTemplate.PATIENT);
    builder.environment().putAll(environment);
    return new RunProcess(builder.start());
  }

  private static List<String> command(Class<?> main, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(options));
    command.add(main.getName());
    return command;
  }

  /** Reads on until a line contains this; empty when the process has ended before. */
  Optional<String> awaitLine(String part) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      lines.add(line);
      if (line.contains(part)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /** By SIGTERM, which does what Ctrl-C does. */
  void stop() {
    process.toHandle().destroy(); // which leaves its output open to whoever reads the rest of it
  }

  /** Reads the rest, and returns the exit status. */
  int awaitEnd() throws IOException, InterruptedException {
    out.lines().forEach(lines::add);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("It does not end: " + lines);
    }
    return process.exitValue();
  }

  /** The process that this one started. */
  ProcessHandle child() {
    return process.children().findFirst().orElseThrow();
  }

  /** What was printed, as far as it was read. */
  List<String> lines() {
    return lines;
  }

  /** The line that was printed, and read, with this in it. */
  String line(String part) {
    return lines.stream()
        .filter(line -> line.contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No line has \"" + part + "\" in it: " + lines));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}

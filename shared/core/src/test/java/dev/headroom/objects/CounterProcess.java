package dev.headroom.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** A process that counts in a folder's {@link Counters}, and tells each count. */
final class CounterProcess implements AutoCloseable {
  /** Before its counts, among whatever else a JVM says. */
  private static final String SAYS = "> ";

  private final Process process;
  private final BufferedReader out;
  private int told;

  private CounterProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
  }

  /** Starts one that waits for {@link #go}. */
  static CounterProcess start(Path folder, String writer, int increments) throws IOException {
    return new CounterProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                CounterProcess.class.getName(),
                folder.toString(),
                writer,
                String.valueOf(increments))
            .redirectErrorStream(true)
            .start());
  }

  void go() throws IOException {
    process.outputWriter(UTF_8).write("go\n");
    process.outputWriter(UTF_8).flush();
  }

  /** Waits until it has told this count. */
  void hear(int count) throws IOException {
    while (told < count) {
      if (!hearNext()) {
        throw new IOException("It ended before " + count);
      }
    }
  }

  /** Kills it wherever it is. The last count that it told. */
  int killed() throws IOException, InterruptedException {
    // By its handle, for else its output, too, would be closed.
    var _ = process.toHandle().destroyForcibly();
    process.waitFor();
    boolean more = true;
    while (more) {
      more = hearNext();
    }
    return told;
  }

  /** False when it has ended. */
  private boolean hearNext() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(SAYS)) {
        told = Integer.parseInt(line.substring(SAYS.length()));
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  // ------------------------------------------------ in the process

  public static void main(String[] arguments) throws IOException {
    var store = new FolderObjectStore(Path.of(arguments[0]));
    var _ = System.in.read();
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      System.out.println(SAYS + Counters.increment(store, arguments[1]));
      System.out.flush();
    }
  }
}

package dev.headroom.system;

import dev.headroom.local.LocalCloud;
import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * {@code mvn -Prun}: starts the local cloud, runs the first job through all of it, and serves until
 * Ctrl-C. Exit status 0 when the job has completed, 1 when it has not, 2 when nothing could start.
 */
public final class Main {
  private final PrintStream out;
  private final Terminal terminal;
  private final RunOptions options;
  private volatile boolean serving;

  private Main(RunOptions options, PrintStream out, Terminal terminal) {
    this.options = options;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Runs until the first job has ended, or Ctrl-C.
   *
   * <p>Beside the options of {@link RunOptions} it reads two properties that only the build sets:
   * {@code status}, the file that the exit status is written to, and {@code endWithParent}.
   */
  public static void main(String[] arguments) throws IOException {
    if (Boolean.getBoolean("endWithParent")) {
      endWithParent();
    }
    // Kept from before the local cloud takes standard output for the functions' metrics.
    int status = run(System.out, Terminal.ofThisProcess());
    String file = System.getProperty("status", "");
    if (!file.isEmpty()) {
      Files.writeString(Path.of(file), String.valueOf(status));
    }
    System.exit(status);
  }

  /** A Maven that is killed takes the local cloud and its port with it. */
  private static void endWithParent() {
    ProcessHandle.current()
        .parent()
        .ifPresent(
            parent -> {
              var _ = parent.onExit().thenRun(() -> System.exit(0));
            });
  }

  private static int run(PrintStream out, Terminal terminal) {
    try {
      return new Main(RunOptions.of(System.getProperties()), out, terminal).run();
    } catch (CannotStart | RunOptions.Wrong | InputFolder.Unreadable e) {
      out.println();
      out.println(terminal.bad("Headroom cannot start: " + e.getMessage()));
      return 2;
    } catch (IOException e) {
      out.println();
      out.println(terminal.bad("The first job could not be followed: " + e));
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int run() throws IOException, InterruptedException {
    var input = InputFolder.read(options.input());
    out.println("Starting Headroom from template.yaml ...");
    Instant start = Instant.now();
    var cloud = LocalCloud.start(options.forLocalCloud());
    // However this ends: after the job, by Ctrl-C, or by an exception.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cloud), "close"));
    started(cloud, Duration.between(start, Instant.now()));
    var api = new Api(cloud.url(), "first-job");
    boolean completed = new FirstJob(api, out, terminal, start).run(input);
    if (!options.once()) {
      GoOn.print(cloud, out, terminal);
      serving = true;
      untilCtrlC();
    }
    return completed ? 0 : 1;
  }

  private void started(LocalCloud cloud, Duration took) {
    out.printf(
        "%s in %.1f s: %s (%s)%n",
        terminal.good("Up"), took.toMillis() / 1_000.0, terminal.link(cloud.url()), options.kept());
    cloud
        .engines()
        .redisPid()
        .ifPresent(
            pid ->
                out.printf(
                    "Redis: %s, process %d (killed, another follows in 5 s)%n",
                    cloud.engines().redis(), pid));
    options.unknown().forEach(name -> out.printf("Note: -D%s is not an option.%n", name));
    Misspelt.variables(System.getenv().keySet(), cloud.template())
        .forEach(
            (name, setting) ->
                out.printf("Note: %s is not a setting; did you mean %s?%n", name, setting));
    out.println();
  }

  private void stop(LocalCloud cloud) {
    cloud.close();
    // What was interrupted may still print its metrics; where everything is kept is the last line.
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    if (serving) {
      String kept = options.data().map(folder -> "kept in " + folder).orElse("nothing was kept");
      out.printf("%nStopped; %s.%n", kept);
      out.flush();
    }
  }

  private static void untilCtrlC() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}

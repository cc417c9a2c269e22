package dev.headroom.system;

import dev.headroom.local.LocalCloud;
import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * {@code mvn -Prun}: starts the local cloud, runs the first job through all of it, and serves until
 * Ctrl-C. Exit status 0 when the job has completed, 1 when it has not, 2 when nothing could start.
 */
public final class Main {
  private final PrintStream out;
  private final RunOptions options;

  private Main(RunOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  public static void main(String[] arguments) {
    // Kept from before the local cloud takes standard output for the functions' metrics.
    PrintStream out = System.out;
    System.exit(run(out));
  }

  private static int run(PrintStream out) {
    try {
      return new Main(RunOptions.of(System.getProperties()), out).run();
    } catch (CannotStart | RunOptions.Wrong | InputFolder.Unreadable e) {
      out.println();
      out.println("Headroom cannot start: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      out.println();
      out.println("The first job could not be followed: " + e);
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
    Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "close"));
    out.printf(
        "Up in %.1f s: %s (%s)%n",
        Duration.between(start, Instant.now()).toMillis() / 1_000.0,
        cloud.url(),
        options
            .data()
            .map(folder -> "everything is kept in " + folder)
            .orElse("in memory; -Ddata=FOLDER keeps everything"));
    cloud
        .engines()
        .redisPid()
        .ifPresent(
            pid ->
                out.printf(
                    "Redis: %s, process %d (killed, another follows in 5 s)%n",
                    cloud.engines().redis(), pid));
    out.println();
    var api = new Api(cloud.url(), "first-job");
    boolean completed = new FirstJob(api, out).run(input);
    if (!options.once()) {
      GoOn.print(api, out);
      untilCtrlC();
    }
    return completed ? 0 : 1;
  }

  private static void untilCtrlC() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}

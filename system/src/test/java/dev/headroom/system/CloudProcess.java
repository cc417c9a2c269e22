package dev.headroom.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.LocalCloud;
import dev.headroom.local.LocalOptions;
import dev.headroom.local.engine.EngineOptions;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A local cloud in a process of its own, whose schedules run fast, and which can be killed. */
final class CloudProcess implements AutoCloseable {
  private static final String SERVING = "Serving at ";

  private final Process process;
  private final String url;

  private CloudProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  private static ProcessBuilder command(Path data, String... options) {
    List<String> flags = new ArrayList<>(List.of(options));
    flags.addAll(EngineOptions.arguments(System.getProperties()));
    return JavaProcess.of(CloudProcess.class, flags, List.of(data.toString()));
  }

  /** Starts one, and waits for a {@link KillPoint} to end it. */
  static void untilKilled(Path data, String killPoint) throws Exception {
    Path output = data.resolve("output");
    Process process = command(data, killPoint).redirectOutput(output.toFile()).start();
    try {
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      assertThat(ended).as(Files.readString(output)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(KillPoint.STATUS);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  static CloudProcess start(Path data) throws IOException {
    return started(command(data));
  }

  /** Starts one that has a jar more on its class path. */
  static CloudProcess startWith(Path jar, Path data) throws IOException {
    ProcessBuilder command = command(data);
    List<String> words = command.command();
    int classPath = words.indexOf("-cp") + 1;
    words.set(classPath, words.get(classPath) + File.pathSeparator + jar);
    return started(command);
  }

  private static CloudProcess started(ProcessBuilder command) throws IOException {
    Process process = command.start();
    var printed = new StringBuilder();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(SERVING)) {
        var _ = Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {})); // lest it block
        return new CloudProcess(process, line.substring(SERVING.length()));
      }
      printed.append(line).append('\n');
    }
    throw new AssertionError("It ended before it served:\n" + printed);
  }

  String url() {
    return url;
  }

  /** By SIGKILL: nothing is flushed, nothing closed. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** What the process does. */
  public static void main(String[] arguments) throws InterruptedException {
    KillPoint.set();
    var options =
        new LocalOptions(
                TheTemplate.FILE,
                0,
                Optional.of(Path.of(arguments[0])),
                Map.of(),
                EngineOptions.of(System.getProperties()).withoutEndpoints(),
                Path.of(arguments[0], "logs"))
            .withScheduleMinute(Duration.ofSeconds(2))
            .withEnvironment(TheCloud.UNLIMITED);
    try (var cloud = LocalCloud.start(options)) {
      System.out.println(SERVING + cloud.url());
      Thread.currentThread().join();
    }
  }
}

package dev.headroom.system.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;

/**
 * A function as Lambda runs it: its archive unpacked, in a process of its own, under AWS's runtime
 * interface client.
 *
 * @param startToPoll from the start of the process until it asks for its first event
 * @param firstAnswer from that event until its answer
 */
record PackagedFunction(RuntimeApi.Answer answer, Duration startToPoll, Duration firstAnswer) {
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  /** What Lambda itself puts beside the function's classes. */
  private static final List<String> RUNTIME =
      List.of(
          "aws-lambda-java-runtime-interface-client",
          "aws-lambda-java-core",
          "aws-lambda-java-serialization");

  /**
   * Starts a function, gives it one event, and ends it.
   *
   * @param classPath of the function; the runtime's own is added
   */
  static PackagedFunction call(
      String classPath, String handler, Map<String, String> environment, String event, Path log)
      throws IOException, InterruptedException {
    try (var api = new RuntimeApi()) {
      var process =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              // As Lambda starts Java 25: C1 alone and the serial collector.
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-XX:ErrorFile=" + log + ".crash",
              "-cp",
              classPath + File.pathSeparator + runtime(),
              CLIENT,
              handler);
      process.environment().putAll(environment);
      process.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
      process.environment().put("_HANDLER", handler);
      process.redirectErrorStream(true).redirectOutput(log.toFile());
      long start = System.nanoTime();
      Process running = process.start();
      try {
        api.awaitFirstPoll();
        long poll = System.nanoTime();
        RuntimeApi.Answer answer = api.invoke(event);
        long end = System.nanoTime();
        return new PackagedFunction(
            answer, Duration.ofNanos(poll - start), Duration.ofNanos(end - poll));
      } finally {
        running.destroyForcibly().waitFor();
      }
    }
  }

  /** The class path of an unpacked archive, as Lambda makes it. */
  static String classPathOf(Path folder) {
    return folder + File.pathSeparator + folder.resolve("lib") + File.separator + "*";
  }

  static void unpack(Path archive, Path folder) throws IOException {
    try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }

  private static String runtime() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(jar -> RUNTIME.stream().anyMatch(jar::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }
}

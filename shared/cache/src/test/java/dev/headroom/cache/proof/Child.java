package dev.headroom.cache.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.entry.Codec;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A process with a cache, which does what it is told on its standard input, line by line. */
final class Child implements AutoCloseable {
  /** Before its answers, among whatever else a JVM says. */
  private static final String SAYS = "> ";

  private final Process process;
  private final BufferedReader out;

  private Child(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
  }

  static Child start(String redis) throws IOException {
    return new Child(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                redis)
            .redirectErrorStream(true)
            .start());
  }

  /** Tells it what to do. */
  void tell(String command) throws IOException {
    process.outputWriter(UTF_8).write(command + "\n");
    process.outputWriter(UTF_8).flush();
  }

  /** What it says next. */
  String hear() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(SAYS)) {
        return line.substring(SAYS.length());
      }
    }
    throw new IOException("It ended");
  }

  String ask(String command) throws IOException {
    tell(command);
    return hear();
  }

  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("No signal " + name);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  // ------------------------------------------------ in the process

  public static void main(String[] arguments) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    var redis = new Redis(patient(arguments[0]));
    redis.warmUp();
    var caches = new Caches(CacheSettings.USUAL, redis, InstantSource.system(), new SecureRandom());
    Cache<String> cache = caches.cache("acme", "result", Codec.json(String.class));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      say(
          switch (words[0]) {
            case "get" -> cache.get(cache.key(words[1])).orElse("nothing");
            case "put" -> String.valueOf(cache.put(cache.key(words[1]), words[2]));
            case "load" -> cache.getOrLoad(cache.key(words[1]), () -> slowly(in, words[2]));
            case "crowd" -> String.valueOf(crowd(cache, words[1], Integer.parseInt(words[2])));
            case "flush" -> {
              caches.statistics().flush();
              yield "flushed";
            }
            default -> throw new IllegalArgumentException(line);
          });
    }
  }

  /** Without Redis each process loads by itself, and a JVM that has just begun is slow. */
  static RedisSettings patient(String url) {
    var patience = Duration.ofSeconds(20);
    return new RedisSettings(url, patience, patience, Optional.empty());
  }

  private static void say(String text) {
    System.out.println(SAYS + text);
    System.out.flush();
  }

  /** Loads until the next line comes. */
  private static String slowly(BufferedReader in, String value) {
    say("loading");
    try {
      in.readLine();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return value;
  }

  /** So many callers at once. How often one of them loaded. */
  static int crowd(Cache<String> cache, String name, int callers) throws Exception {
    var loads = new AtomicInteger();
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      calls.add(
          () ->
              cache.getOrLoad(
                  cache.key(name),
                  () -> {
                    loads.incrementAndGet();
                    // Long enough for all to come while it goes on.
                    LockSupport.parkNanos(300_000_000);
                    return "loaded";
                  }));
    }
    try (var threads = Executors.newFixedThreadPool(callers)) {
      for (var call : threads.invokeAll(calls)) {
        if (!call.get().equals("loaded")) {
          throw new IllegalStateException(call.get());
        }
      }
    }
    return loads.get();
  }
}

package dev.headroom.local.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisEngineTest {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);

  /** What Redis answers to a command, in the words of its protocol. */
  private static String ask(URI redis, String command) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), redis.getPort())) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }

  private static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().join();
  }

  /** Asks until there is somebody who answers. */
  private static String askUntilAnswered(URI redis, String command) throws IOException {
    Instant end = Instant.now().plusSeconds(30);
    while (true) {
      try {
        return ask(redis, command);
      } catch (ConnectException fault) {
        if (Instant.now().isAfter(end)) {
          throw fault;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void it_answers_on_this_machine_and_ends_when_it_is_closed() throws IOException {
    URI uri;
    ProcessHandle process;
    try (var redis = RedisEngine.start(Optional.empty(), NEVER)) {
      uri = redis.uri();
      process = ProcessHandle.of(redis.pid()).orElseThrow();
      assertThat(uri).hasScheme("redis").hasHost("127.0.0.1");
      assertThat(ask(uri, "PING")).isEqualTo("+PONG");
    }
    assertThat(process.isAlive()).isFalse();
    assertThatThrownBy(() -> ask(uri, "PING")).isInstanceOf(ConnectException.class);
  }

  @Test
  void one_that_was_killed_is_followed_by_another_on_the_same_port_that_is_empty()
      throws IOException {
    try (var redis = RedisEngine.start(Optional.empty(), AT_ONCE)) {
      long first = redis.pid();
      assertThat(ask(redis.uri(), "SET kept no")).isEqualTo("+OK");
      kill(first);
      assertThat(askUntilAnswered(redis.uri(), "EXISTS kept")).isEqualTo(":0");
      assertThat(redis.pid()).isNotEqualTo(first);
    }
  }

  @Test
  void one_that_was_killed_is_away_for_a_while() throws IOException {
    try (var redis = RedisEngine.start(Optional.empty(), NEVER)) {
      kill(redis.pid());
      assertThatThrownBy(() -> ask(redis.uri(), "PING")).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void with_a_folder_its_data_outlive_it(@TempDir Path folder) throws IOException {
    Optional<Path> data = Optional.of(folder.resolve("redis"));
    try (var redis = RedisEngine.start(data, NEVER)) {
      assertThat(ask(redis.uri(), "SET kept yes")).isEqualTo("+OK");
    }
    try (var redis = RedisEngine.start(data, NEVER)) {
      assertThat(ask(redis.uri(), "GET kept")).isEqualTo("$3\r\nyes");
    }
  }

  /** Starts one, tells its process, and dies as by kill -9. */
  static final class Victim {
    public static void main(String[] arguments) {
      System.out.println(RedisEngine.start(Optional.empty(), NEVER).pid());
      System.out.flush();
      Runtime.getRuntime().halt(9);
    }
  }

  @Test
  void it_ends_with_the_process_that_started_it_however_that_ends(@TempDir Path folder)
      throws Exception {
    Path output = folder.resolve("output");
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(victim.waitFor()).isEqualTo(9);
    long pid = Long.parseLong(Files.readString(output).lines().toList().getLast());
    ProcessHandle.of(pid).ifPresent(redis -> redis.onExit().join());
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }
}

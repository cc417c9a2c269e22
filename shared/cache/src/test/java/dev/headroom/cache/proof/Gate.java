package dev.headroom.cache.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Stands between a process and Redis, and decides of each command whether it is done and whether
 * that is told. While it decides, the process waits: whatever is to happen between two commands of
 * an operation can be done there.
 */
final class Gate implements AutoCloseable {
  /** What becomes of a command. */
  enum Fate {
    ANSWERED,
    /** It never reaches Redis. */
    LOST,
    /** It is done, and nobody is told. */
    UNANSWERED
  }

  private static final Set<String> HANDSHAKE = Set.of("HELLO", "CLIENT", "PING", "AUTH");
  private static final byte[] NO_ANSWER = "-LOADING as if away\r\n".getBytes(US_ASCII);

  private final URI redis;
  private final Function<String, Fate> judge;
  private final Consumer<String> done;
  private final ServerSocket door;

  /**
   * Opens one.
   *
   * @param judge is given the command's name
   */
  Gate(URI redis, Function<String, Fate> judge) {
    this(redis, judge, _ -> {});
  }

  /**
   * Opens one.
   *
   * @param done is told of each command that was done, before it is answered
   */
  Gate(URI redis, Function<String, Fate> judge, Consumer<String> done) {
    this.redis = redis;
    this.judge = judge;
    this.done = done;
    try {
      this.door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofPlatform().daemon().start(this::accept);
  }

  URI uri() {
    return URI.create("redis://127.0.0.1:" + door.getLocalPort());
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket process = door.accept();
        Thread.ofPlatform().daemon().start(() -> carry(process));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void carry(Socket process) {
    try (process;
        var server = new Socket(redis.getHost(), redis.getPort())) {
      process.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      var commands = new Wire(new BufferedInputStream(process.getInputStream()));
      var answers = new Wire(new BufferedInputStream(server.getInputStream()));
      OutputStream back = process.getOutputStream();
      boolean again = false;
      while (true) {
        byte[] command = commands.next();
        String verb = Wire.verb(command);
        boolean judged = !again && !HANDSHAKE.contains(verb);
        again = false;
        Fate fate = judged ? judge.apply(verb) : Fate.ANSWERED;
        byte[] answer = NO_ANSWER;
        if (fate != Fate.LOST) {
          server.getOutputStream().write(command);
          byte[] said = answers.next();
          if (judged) {
            done.accept(verb);
          }
          // The same call comes again with the script's text.
          again = fate == Fate.ANSWERED && Wire.isUnknownScript(said);
          answer = fate == Fate.ANSWERED ? said : NO_ANSWER;
        }
        back.write(answer);
      }
    } catch (IOException _) {
      // One of them hung up.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.headroom.local.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that must come back on it. It lies below those that operating systems give to
 * clients: one that tries to reconnect while nobody listens may be given that very port, and then
 * is connected to itself.
 */
public final class FreePort {
  private static final int LEAST = 20_000;
  private static final int BOUND = 32_000;

  private FreePort() {}

  /** One that nobody listens at on the loopback address just now. */
  public static int find() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LEAST, BOUND);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException _) {
        // taken
      }
    }
  }
}

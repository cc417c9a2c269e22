package dev.headroom.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListenerTest {
  private static final int PATIENCE_MILLIS = (int) Duration.ofMinutes(1).toMillis();

  /** How a caller begins who speaks TLS. */
  private static final byte[] CLIENT_HELLO = HexFormat.of().parseHex("16030100c8010000c40303");

  private final Listener listener = Listener.bind(0);

  @BeforeEach
  void serve() {
    listener.serve(
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
          }
        });
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private Socket connect() throws Exception {
    var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(listener.url()).getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void write(Socket socket, String text) throws Exception {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String statusLine(Socket socket) throws Exception {
    return new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII);
  }

  @Test
  void a_caller_that_speaks_tls_is_cut_off() throws Exception {
    try (var socket = connect()) {
      socket.getOutputStream().write(CLIENT_HELLO);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  /**
   * The wait of the caller that is cut off is the clock by which the others are held to be slow.
   */
  @Test
  void slow_bodies_and_idle_connections_are_not() throws Exception {
    try (var slowBody = connect();
        var idle = connect();
        var tls = connect()) {
      write(slowBody, "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\na");
      tls.getOutputStream().write(CLIENT_HELLO);
      assertThat(tls.getInputStream().read()).isEqualTo(-1);

      write(slowBody, "b");
      assertThat(statusLine(slowBody)).isEqualTo("HTTP/1.1 204 No");
      write(idle, "GET / HTTP/1.1\r\nhost: x\r\n\r\n");
      assertThat(statusLine(idle)).isEqualTo("HTTP/1.1 204 No");
    }
  }
}

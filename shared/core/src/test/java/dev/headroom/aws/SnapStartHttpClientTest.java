package dev.headroom.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class SnapStartHttpClientTest {
  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
  private final HttpServer server;

  SnapStartHttpClientTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/",
        exchange -> {
          clients.add(exchange.getRemoteAddress());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static int status(SnapStartHttpClient client, int port) throws IOException {
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("http://127.0.0.1:" + port + "/"))
            .build();
    return client
        .prepareRequest(HttpExecuteRequest.builder().request(request).build())
        .call()
        .httpResponse()
        .statusCode();
  }

  @Test
  void connections_are_kept_between_requests_but_none_lives_through_a_snapshot() throws Exception {
    var client = new SnapStartHttpClient();
    assertThat(status(client, server.getAddress().getPort())).isEqualTo(204);
    assertThat(status(client, server.getAddress().getPort())).isEqualTo(204);
    assertThat(clients).hasSize(1);

    client.beforeCheckpoint(Core.getGlobalContext());
    client.afterRestore(Core.getGlobalContext());

    assertThat(status(client, server.getAddress().getPort())).isEqualTo(204);
    assertThat(clients).hasSize(2);
  }

  @Test
  void a_server_that_says_nothing_is_not_waited_for_long() throws IOException {
    var client = new SnapStartHttpClient(Duration.ofMillis(100));
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> status(client, silent.getLocalPort()))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }
}

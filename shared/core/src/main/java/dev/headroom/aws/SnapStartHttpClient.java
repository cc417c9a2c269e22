package dev.headroom.aws;

import java.time.Duration;
import java.util.Optional;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * A pool of connections that holds none while a SnapStart snapshot is taken: a socket that was open
 * then is dead in every copy of the snapshot, and finding that out costs the first request a
 * timeout.
 */
final class SnapStartHttpClient implements SdkHttpClient, Resource {
  private static final int MAX_CONNECTIONS = 200;
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(4);

  private final Duration silence;
  private @Nullable SdkHttpClient pool;

  SnapStartHttpClient() {
    this(SILENCE);
  }

  /**
   * A client with no connection yet.
   *
   * @param silence how long it waits for the next byte of an answer
   */
  SnapStartHttpClient(Duration silence) {
    this.silence = silence;
    Core.getGlobalContext().register(this);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return pool().prepareRequest(request);
  }

  @Override
  public String clientName() {
    return "Apache5";
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    close();
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // The next request opens a new pool.
  }

  @Override
  public synchronized void close() {
    Optional.ofNullable(pool).ifPresent(SdkHttpClient::close);
    pool = null;
  }

  private synchronized SdkHttpClient pool() {
    SdkHttpClient open = pool;
    if (open == null) {
      open =
          Apache5HttpClient.builder()
              .maxConnections(MAX_CONNECTIONS)
              .connectionTimeout(CONNECT)
              .socketTimeout(silence)
              // A network may forget a connection on which nothing passes for minutes.
              .tcpKeepAlive(true)
              .build();
      pool = open;
    }
    return open;
  }
}

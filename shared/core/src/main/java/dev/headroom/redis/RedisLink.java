package dev.headroom.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Lettuce's side of a connection: how it is set up, and whether it is still alive. */
final class RedisLink {
  /** The time to set up TLS and to sign in; longer where a command may take longer. */
  private static final Duration HANDSHAKE = Duration.ofSeconds(2);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int QUEUE = 1_000;

  /**
   * A connection whose other end vanished, as after a failover or behind a gateway that forgot it,
   * would be waited for until TCP gives up, which takes a quarter of an hour.
   */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

  private final ClientResources resources;
  private final RedisClient client;
  private final CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection;

  /** The time at which it first did not answer since it last did; 0 while it answers. */
  private final AtomicLong silentSince = new AtomicLong();

  private RedisLink(RedisSettings settings, LongAdder connections) {
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .reconnectDelay(
                Delay.fullJitter(Duration.ofMillis(10), LONGEST_PAUSE, 10, TimeUnit.MILLISECONDS))
            .build();
    var uri = RedisURI.create(settings.url());
    Duration command = settings.commandTimeout();
    uri.setTimeout(command.compareTo(HANDSHAKE) > 0 ? command : HANDSHAKE);
    settings
        .identity()
        .ifPresent(identity -> uri.setCredentialsProvider(IamToken.provider(identity)));
    this.client = RedisClient.create(resources, uri);
    client.setOptions(options(settings));
    client.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
            connections.increment();
          }
        });
    this.connection = client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
  }

  /**
   * Begins to connect.
   *
   * @param connections counts each time that it does, and that it does again
   */
  static RedisLink connect(RedisSettings settings, LongAdder connections) {
    return new RedisLink(settings, connections);
  }

  private static ClientOptions options(RedisSettings settings) {
    return ClientOptions.builder()
        .protocolVersion(ProtocolVersion.RESP3)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        // What was under way when the connection broke is not sent again.
        .replayFilter(_ -> true)
        .requestQueueSize(QUEUE)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                .keepAlive(true)
                .build())
        .build();
  }

  /** The connection, once it stands. */
  CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection() {
    return connection;
  }

  void answered() {
    if (silentSince.get() != 0) {
      silentSince.set(0);
    }
  }

  /** Returns true when it has been silent for too long; called when it is silent again. */
  boolean isDead() {
    long now = System.nanoTime();
    return !silentSince.compareAndSet(0, now)
        && now - silentSince.get() > LONGEST_SILENCE.toNanos();
  }

  void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }
}

package dev.headroom.cache.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A connection to Redis that can be slow, be cut in the middle of an answer, or go dead. */
final class Cable implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE / 2;

  private final URI redis;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;
  private final AtomicLong bytesLeft = new AtomicLong(NEVER);
  private volatile long dead;

  Cable(URI redis) {
    this.redis = redis;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofPlatform().daemon().start(this::accept);
  }

  URI uri() {
    return URI.create("redis://127.0.0.1:" + door.getLocalPort());
  }

  /** Each answer comes so much later. */
  void delay(Duration time) {
    delay = time;
  }

  /** After so many bytes of answers it is cut, once. */
  void cutAfter(long bytes) {
    bytesLeft.set(bytes);
  }

  /** Whatever is connected now hears nothing any more, and is not told. New ones do. */
  void goDead() {
    dead = System.nanoTime();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket process = door.accept();
        var server = new Socket(redis.getHost(), redis.getPort());
        sockets.add(process);
        sockets.add(server);
        process.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        long since = System.nanoTime();
        Thread.ofPlatform().daemon().start(() -> carry(process, server, false, since));
        Thread.ofPlatform().daemon().start(() -> carry(server, process, true, since));
      } catch (IOException _) {
        // Redis is away, or the test is over.
      }
    }
  }

  private void carry(Socket from, Socket to, boolean answers, long since) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      var bytes = new byte[8_192];
      for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
        if (answers) {
          LockSupport.parkNanos(delay.toNanos());
          long left = bytesLeft.getAndAdd(-count);
          if (left < count) {
            bytesLeft.set(NEVER);
            out.write(bytes, 0, (int) left);
            return;
          }
        }
        if (since - dead > 0 || dead == 0) {
          out.write(bytes, 0, count);
        }
      }
    } catch (IOException _) {
      // Somebody hung up.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}

package dev.headroom.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads a request's body, and never more of it into memory than an HTTP API takes. */
final class BoundedBody {
  private static final int MAX = 10 * 1024 * 1024;
  private static final long MAX_DRAINED = 1L << 30;

  private BoundedBody() {}

  /**
   * The body; empty when it is too large. Then the rest of it is read and thrown away: a client
   * that is still sending would see a reset connection, and not the answer.
   */
  static Optional<byte[]> read(InputStream in) throws IOException {
    byte[] body = in.readNBytes(MAX + 1);
    if (body.length <= MAX) {
      return Optional.of(body);
    }
    byte[] waste = new byte[64 * 1024];
    long drained = 0;
    int count = 0;
    while (count >= 0 && drained < MAX_DRAINED) {
      count = in.read(waste);
      drained += count;
    }
    return Optional.empty();
  }
}

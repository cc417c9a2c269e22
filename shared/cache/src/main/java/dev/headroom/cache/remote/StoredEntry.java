package dev.headroom.cache.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.json.Gzip;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it lies in Redis: a head, the stamp of the versions it depends on, a tail. The stamp
 * stands by itself so that a script can put it in.
 *
 * @param id random; another value has another one
 * @param absent whether it says that there is nothing
 * @param expiresAt the end of its time to live in epoch milliseconds
 * @param loadMillis how long it took to load
 * @param stamp see {@link Dependencies}
 * @param payload the encoded value, not compressed
 */
public record StoredEntry(
    long id,
    boolean absent,
    long expiresAt,
    int loadMillis,
    byte[] stamp,
    List<String> tags,
    byte[] payload) {
  private static final byte[] NOTHING = {};
  private static final byte FORMAT = 1;
  private static final int GZIP = 1;
  private static final int ABSENT = 2;
  private static final int HEAD = 1 + 1 + Long.BYTES + Long.BYTES + Integer.BYTES + Short.BYTES;
  private static final int MIN_COMPRESSED_BYTES = 2_048;

  /** What is written before and after the stamp. */
  record Written(byte[] head, byte[] tail) {
    byte[] with(byte[] stamp) {
      return ByteBuffer.allocate(head.length + stamp.length + tail.length)
          .put(head)
          .put(stamp)
          .put(tail)
          .array();
    }
  }

  /**
   * Writes an entry but for its stamp.
   *
   * @param versions how many it depends on
   */
  Written write(int versions) {
    byte[] body = payload;
    int flags = absent ? ABSENT : 0;
    if (payload.length >= MIN_COMPRESSED_BYTES) {
      byte[] gzip = Gzip.compress(payload);
      if (gzip.length < payload.length - payload.length / 8) {
        body = gzip;
        flags |= GZIP;
      }
    }
    byte[] head =
        ByteBuffer.allocate(HEAD)
            .put(FORMAT)
            .put((byte) flags)
            .putLong(id)
            .putLong(expiresAt)
            .putInt(loadMillis)
            .putShort((short) versions)
            .array();
    List<byte[]> texts = tags.stream().map(tag -> tag.getBytes(UTF_8)).toList();
    int length = Short.BYTES + body.length;
    for (byte[] text : texts) {
      length += Short.BYTES + text.length;
    }
    var tail = ByteBuffer.allocate(length).putShort((short) texts.size());
    texts.forEach(text -> tail.putShort((short) text.length).put(text));
    return new Written(head, tail.put(body).array());
  }

  /** The id of an entry of whichever format, as claim.lua finds it; 0 when there is none. */
  static long id(byte @Nullable [] bytes) {
    return bytes == null || bytes.length < 2 + Long.BYTES ? 0 : ByteBuffer.wrap(bytes).getLong(2);
  }

  /**
   * Reads an entry; empty when it is not one of this format.
   *
   * @param known the id of an entry whose payload is left out, since it is at hand
   */
  static Optional<StoredEntry> read(byte[] bytes, long known) {
    return read(bytes, known, true);
  }

  /** So many bytes are enough for {@link #readHead}. */
  static final int LONGEST_HEAD = 8_192;

  /** Reads an entry of which only the beginning is at hand; its payload is left out. */
  static Optional<StoredEntry> readHead(byte[] bytes) {
    return read(bytes, 0, false);
  }

  private static Optional<StoredEntry> read(byte[] bytes, long known, boolean whole) {
    var in = ByteBuffer.wrap(bytes);
    try {
      if (in.get() != FORMAT) {
        return Optional.empty();
      }
      int flags = in.get();
      long id = in.getLong();
      long expiresAt = in.getLong();
      int loadMillis = in.getInt();
      var stamp = new byte[Dependencies.stampLength(in.getShort())];
      in.get(stamp);
      int count = in.getShort();
      var tags = count == 0 ? List.<String>of() : new ArrayList<String>(count);
      for (int i = 0; i < count; i++) {
        var text = new byte[in.getShort()];
        in.get(text);
        tags.add(new String(text, UTF_8));
      }
      byte[] payload = whole && id != known ? payload(in, flags) : NOTHING;
      return Optional.of(
          new StoredEntry(id, (flags & ABSENT) != 0, expiresAt, loadMillis, stamp, tags, payload));
    } catch (BufferUnderflowException | NegativeArraySizeException _) {
      return Optional.empty();
    }
  }

  private static byte[] payload(ByteBuffer rest, int flags) {
    var body = new byte[rest.remaining()];
    rest.get(body);
    return (flags & GZIP) == 0 ? body : Gzip.decompress(body);
  }
}

package dev.headroom.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script, which Redis knows by its digest.
 *
 * @param text the source
 * @param digest SHA-1 in hexadecimal, as Redis computes it
 */
public record Script(byte[] text, String digest) {
  /** The script that lies beside a class. */
  public static Script beside(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("There is no script " + name);
      }
      byte[] text = in.readAllBytes();
      return new Script(
          text, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

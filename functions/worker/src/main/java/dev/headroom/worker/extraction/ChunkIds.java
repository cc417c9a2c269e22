package dev.headroom.worker.extraction;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names chunks after their document and place: the same input gives the same names. */
final class ChunkIds {
  private static final Pattern FORBIDDEN = Pattern.compile("[^A-Za-z0-9_-]");

  private ChunkIds() {}

  /**
   * Letters, digits, underscores and hyphens only; unlike for unlike documents and places.
   *
   * @param number the chunk's place in its document, from 1
   */
  static String of(String documentId, int number) {
    return safe(documentId) + "_" + number;
  }

  /** Two ids that differ only in forbidden characters are told apart by a hash. */
  private static String safe(String documentId) {
    String safe = FORBIDDEN.matcher(documentId).replaceAll("_");
    return safe.equals(documentId) ? safe : safe + "-" + hash(documentId);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

package dev.headroom.worker.extraction;

import dev.headroom.digest.Sha256;
import java.util.regex.Pattern;

/** Names chunks after their document and place: the same input gives the same names. */
final class ChunkIds {
  private static final Pattern FORBIDDEN = Pattern.compile("[^A-Za-z0-9_-]");

  /** With a hash and a number, an id stays within the 200 characters that search allows. */
  private static final int MAX_DOCUMENT_LENGTH = 160;

  private ChunkIds() {}

  /**
   * Letters, digits, underscores and hyphens only; unlike for unlike documents and places.
   *
   * @param number the chunk's place in its document, from 1
   */
  static String of(String documentId, int number) {
    return safe(documentId) + "_" + number;
  }

  /** Two ids that differ only in forbidden characters, or far behind, are told apart by a hash. */
  private static String safe(String documentId) {
    String allowed = FORBIDDEN.matcher(documentId).replaceAll("_");
    String safe = allowed.substring(0, Math.min(allowed.length(), MAX_DOCUMENT_LENGTH));
    return safe.equals(documentId) ? safe : safe + "-" + Sha256.hex(documentId).substring(0, 16);
  }
}

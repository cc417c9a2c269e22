package dev.headroom.worker.extraction;

import dev.headroom.digest.Sha256;
import java.util.regex.Pattern;

/** Derives the ids of chunks from their document and number: the same input gives the same ids. */
final class ChunkIds {
  private static final Pattern FORBIDDEN = Pattern.compile("[^A-Za-z0-9_-]");

  /** With a hash and a number, an id stays within the 200 characters that search allows. */
  private static final int MAX_DOCUMENT_LENGTH = 160;

  private ChunkIds() {}

  /**
   * Returns an id of letters, digits, underscores and hyphens. Different documents and numbers have
   * different ids.
   *
   * @param number the chunk's number in its document, from 1
   */
  static String of(String documentId, int number) {
    return safe(documentId) + "_" + number;
  }

  /**
   * A hash distinguishes two ids that differ only in forbidden characters or beyond the maximum
   * length.
   */
  private static String safe(String documentId) {
    String allowed = FORBIDDEN.matcher(documentId).replaceAll("_");
    String safe = allowed.substring(0, Math.min(allowed.length(), MAX_DOCUMENT_LENGTH));
    return safe.equals(documentId) ? safe : safe + "-" + Sha256.hex(documentId).substring(0, 16);
  }
}

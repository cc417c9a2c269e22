package dev.headroom.index;

/** A snapshot that cannot be opened: of another schema, damaged, or incomplete. */
final class UnreadableSnapshot extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean newer;

  /**
   * @param newer whether it was written by a later version of the product, and must be left alone
   */
  UnreadableSnapshot(String message, boolean newer) {
    super(message);
    this.newer = newer;
  }

  UnreadableSnapshot(String message, Throwable cause) {
    super(message, cause);
    this.newer = false;
  }

  boolean isNewer() {
    return newer;
  }
}

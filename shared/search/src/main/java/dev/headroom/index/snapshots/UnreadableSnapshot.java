package dev.headroom.index.snapshots;

/**
 * Thrown when a snapshot cannot be opened because it has another schema version, or is damaged or
 * incomplete.
 */
public final class UnreadableSnapshot extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean newer;

  /**
   * @param newer whether a later version of the product wrote it, so that it must not be replaced
   */
  public UnreadableSnapshot(String message, boolean newer) {
    super(message);
    this.newer = newer;
  }

  public UnreadableSnapshot(String message, Throwable cause) {
    super(message, cause);
    this.newer = false;
  }

  public boolean isNewer() {
    return newer;
  }
}

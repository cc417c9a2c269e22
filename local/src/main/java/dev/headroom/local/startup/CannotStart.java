package dev.headroom.local.startup;

import org.jspecify.annotations.Nullable;

/** Why the local cloud did not start, in plain sentences that say what to do about it. */
public final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CannotStart(String message) {
    super(message);
  }

  public CannotStart(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

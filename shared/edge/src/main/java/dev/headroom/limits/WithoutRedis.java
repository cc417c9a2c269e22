package dev.headroom.limits;

import java.util.Locale;

/** The rule that requests are limited by while Redis does not answer. */
public enum WithoutRedis {
  /** The same limit, counted by each process for itself. */
  LOCAL,
  /** All requests pass. */
  OPEN,
  /** None does. */
  CLOSED;

  String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.headroom.worker.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A word or phrase that points to one or more categories.
 *
 * <p>Equal only to itself: {@link Signs} holds one for each phrase.
 */
final class Sign {
  /** That a category has the sign, and as what. */
  record Claim(int category, SignKind kind) {}

  private final int number;
  private final TreeMap<Integer, SignKind> kinds = new TreeMap<>();

  Sign(int number) {
    this.number = number;
  }

  /** Its place among the {@link Signs} of a taxonomy, from 0. */
  int number() {
    return number;
  }

  /** A phrase may be keyword, name and part of the description at once: the strongest counts. */
  void claim(int category, SignKind kind) {
    kinds.merge(
        category, kind, (one, other) -> one.reliability() >= other.reliability() ? one : other);
  }

  /** One for each category that has the sign, in the taxonomy's order. */
  List<Claim> claims() {
    var claims = new ArrayList<Claim>();
    kinds.forEach((category, kind) -> claims.add(new Claim(category, kind)));
    return claims;
  }
}

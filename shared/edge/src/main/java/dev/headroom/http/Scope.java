package dev.headroom.http;

import java.util.Set;

/** A right that a route asks of a token. The administrator's scope allows everything. */
public enum Scope {
  /** No token is asked for. */
  OPEN,
  READ("performance.read", "performance.admin"),
  WRITE("performance.write", "performance.admin"),
  ADMIN("performance.admin");

  private final Set<String> accepted;

  Scope(String... accepted) {
    this.accepted = Set.of(accepted);
  }

  /** The token scopes of which any one suffices; empty for {@link #OPEN}. */
  public Set<String> accepted() {
    return accepted;
  }
}

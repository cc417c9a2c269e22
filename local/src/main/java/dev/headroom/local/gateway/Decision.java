package dev.headroom.local.gateway;

import java.util.Map;
import java.util.Set;

/** What the authorizer says. */
sealed interface Decision {
  /** The route is open to all. */
  record Open() implements Decision {}

  /**
   * The token is good.
   *
   * @param claims as the event shows them: all texts
   * @param scopes those of the token that the route asks for
   */
  record Allowed(Map<String, String> claims, Set<String> scopes) implements Decision {}

  /**
   * No, or not with this token.
   *
   * @param status 401 or 403
   * @param detail a plain sentence
   * @param challenge the www-authenticate header
   */
  record Denied(int status, String detail, String challenge) implements Decision {}
}

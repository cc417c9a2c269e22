package dev.headroom.local.identity;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request for a token by the client credentials grant (RFC 6749, section 4.4). One that exists is
 * valid. Who has a client id has its tokens: there are no secrets on a local machine.
 */
record TokenRequest(String clientId, Optional<String> tenant, Set<String> scopes) {
  private static final Set<String> DEFAULT_SCOPES = Set.of("performance.read", "performance.write");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Why a token is refused: {@code error} is one of OAuth's own words. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final String error;
    private final String description;

    Refused(String error, String description) {
      super(description);
      this.error = error;
      this.description = description;
    }

    String error() {
      return error;
    }

    String description() {
      return description;
    }
  }

  /**
   * Reads a request.
   *
   * @param form the fields of its body
   * @param basicClient the client id of its Authorization header, if it has one
   * @param knownScopes the scopes that there are
   */
  static TokenRequest of(
      Map<String, String> form, Optional<String> basicClient, Set<String> knownScopes)
      throws Refused {
    String grant = form.getOrDefault("grant_type", "");
    if (grant.isEmpty()) {
      throw new Refused("invalid_request", "grant_type is missing.");
    }
    if (!grant.equals("client_credentials")) {
      throw new Refused("unsupported_grant_type", "grant_type must be client_credentials.");
    }
    String clientId = Optional.ofNullable(form.get("client_id")).or(() -> basicClient).orElse("");
    Optional<String> tenant = Optional.ofNullable(form.get("tenant"));
    return new TokenRequest(
        name("client_id", clientId),
        tenant.isPresent() ? Optional.of(name("tenant", tenant.get())) : tenant,
        scopes(form.getOrDefault("scope", ""), knownScopes));
  }

  private static String name(String field, String value) throws Refused {
    if (!NAME.matcher(value).matches()) {
      throw new Refused(
          "invalid_request",
          field + " must be 1 to 64 letters, digits, dots, underscores or hyphens.");
    }
    return value;
  }

  private static Set<String> scopes(String text, Set<String> known) throws Refused {
    if (text.isBlank()) {
      return DEFAULT_SCOPES;
    }
    var scopes = new LinkedHashSet<>(Arrays.asList(text.strip().split(" +")));
    if (!known.containsAll(scopes)) {
      throw new Refused("invalid_scope", "scope must be of " + String.join(", ", known) + ".");
    }
    return scopes;
  }
}

package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.headroom.dialect.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The caller of a request, as API Gateway's JWT authorizer has established it.
 *
 * @param subject the token's {@code sub}
 * @param tenant whose data is seen
 * @param scopes what the token allows
 */
public record Caller(String subject, String tenant, Set<String> scopes) {
  /** The tenant of tokens that name none. */
  public static final String DEFAULT_TENANT = "default";

  private static final Pattern TENANT = Pattern.compile("[!-~]{1,128}");
  private static final Caller NOBODY = new Caller("", DEFAULT_TENANT, Set.of());

  /** Sees what belongs to any tenant. */
  public boolean isAdmin() {
    return scopes.contains("performance.admin");
  }

  boolean may(Scope scope) {
    return scope == Scope.OPEN || scope.accepted().stream().anyMatch(scopes::contains);
  }

  /** Empty when no authorizer stood before the route. */
  static Optional<Caller> of(APIGatewayV2HTTPEvent event, String tenantClaim) {
    return Optional.ofNullable(event.getRequestContext())
        .map(APIGatewayV2HTTPEvent.RequestContext::getAuthorizer)
        .map(APIGatewayV2HTTPEvent.RequestContext.Authorizer::getJwt)
        .map(
            jwt -> {
              Map<String, String> claims = Optional.ofNullable(jwt.getClaims()).orElse(Map.of());
              return new Caller(
                  claims.getOrDefault("sub", ""),
                  tenant(claims.getOrDefault(tenantClaim, DEFAULT_TENANT)),
                  scopesIn(claims));
            });
  }

  static Caller nobody() {
    return NOBODY;
  }

  /** Tenants are message groups in SQS, and take what those take. */
  private static String tenant(String claim) {
    if (!TENANT.matcher(claim).matches()) {
      throw new FailedRequest(
          Failure.of(
              403,
              "The token names a tenant that cannot be one: 1 to 128 visible ASCII characters."));
    }
    return claim;
  }

  /** The token's own claim: the event's list of scopes may be the route's and not the token's. */
  private static Set<String> scopesIn(Map<String, String> claims) {
    String scope = claims.getOrDefault("scope", claims.getOrDefault("scp", ""));
    // API Gateway writes a claim that is an array as [a b].
    String names = scope.replaceAll("[\\[\\],]", " ").strip();
    return names.isEmpty() ? Set.of() : Set.copyOf(List.of(names.split("\\s+")));
  }
}

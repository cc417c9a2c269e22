package dev.headroom.local.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.headroom.local.template.ApiSpec;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * API Gateway's JWT authorizer: which claims it checks, and how, is in
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
final class JwtAuthorizer {
  private static final String BEARER = "bearer ";
  private static final int MAX_KNOWN = 1_000;

  private final ApiSpec.Authorizer spec;
  private final JWKSet keys;
  private final InstantSource clock;

  /** Tokens whose signature is good: finding that out costs more than all else in the gateway. */
  private final Map<String, JWTClaimsSet> known = new ConcurrentHashMap<>();

  /**
   * @param keys the issuer's public keys
   */
  JwtAuthorizer(ApiSpec.Authorizer spec, JWKSet keys, InstantSource clock) {
    this.spec = spec;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Judges a request.
   *
   * @param authorization its Authorization header
   * @param required the route's scopes: one is enough, and none asks only for a token
   */
  Decision authorize(Optional<String> authorization, Set<String> required) {
    if (authorization.isEmpty()) {
      return new Decision.Denied(401, "A token is needed.", "Bearer");
    }
    try {
      JWTClaimsSet claims = claims(token(authorization.get()));
      Set<String> scopes = scopes(claims);
      scopes.retainAll(required);
      if (scopes.isEmpty() && !required.isEmpty()) {
        String wanted = String.join(" ", required);
        return new Decision.Denied(
            403,
            "The token has none of the scopes that this needs.",
            "Bearer scope=\"" + wanted + "\" error=\"insufficient_scope\"");
      }
      return new Decision.Allowed(texts(claims), scopes);
    } catch (Invalid invalid) {
      return new Decision.Denied(
          401,
          "The token is not valid: " + invalid.why + ".",
          "Bearer error=\"invalid_token\" error_description=\"" + invalid.why + "\"");
    }
  }

  private static String token(String header) {
    boolean bearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return bearer ? header.substring(BEARER.length()).strip() : header;
  }

  private JWTClaimsSet claims(String text) throws Invalid {
    try {
      JWTClaimsSet before = known.get(text);
      JWTClaimsSet claims = before == null ? verified(text) : before;
      check(claims); // each time: time goes on
      return claims;
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      throw new Invalid("it is not a signed JSON web token");
    }
  }

  private JWTClaimsSet verified(String text) throws Invalid, ParseException, JOSEException {
    SignedJWT token = SignedJWT.parse(text);
    JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
    if (key == null || !token.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)) {
      throw new Invalid("it was not signed with a key of the issuer");
    }
    if (!token.verify(new RSASSAVerifier(key.toRSAKey()))) {
      throw new Invalid("its signature is wrong");
    }
    JWTClaimsSet claims = token.getJWTClaimsSet();
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.put(text, claims);
    return claims;
  }

  private void check(JWTClaimsSet claims) throws Invalid, ParseException {
    Instant now = clock.instant();
    if (!spec.issuer().equals(claims.getIssuer())) {
      throw new Invalid("it has another issuer");
    }
    List<String> audience =
        claims.getAudience().isEmpty()
            ? Collections.singletonList(claims.getStringClaim("client_id"))
            : claims.getAudience();
    if (Collections.disjoint(audience, spec.audience())) {
      throw new Invalid("it has another audience");
    }
    if (!isAfter(claims.getExpirationTime(), now)) {
      throw new Invalid("it has expired");
    }
    if (isAfter(claims.getNotBeforeTime(), now) || isAfter(claims.getIssueTime(), now)) {
      throw new Invalid("it is not valid yet");
    }
  }

  private static boolean isAfter(@Nullable Date claim, Instant now) {
    return claim != null && claim.toInstant().isAfter(now);
  }

  private static Set<String> scopes(JWTClaimsSet claims) {
    Object claim = claims.getClaim("scope");
    return switch (claim == null ? claims.getClaim("scp") : claim) {
      case String text -> new HashSet<>(Arrays.asList(text.split(" ")));
      case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.toSet());
      case null, default -> new HashSet<>();
    };
  }

  private static Map<String, String> texts(JWTClaimsSet claims) {
    var texts = new LinkedHashMap<String, String>();
    claims.toJSONObject().forEach((name, value) -> texts.put(name, text(value)));
    return texts;
  }

  private static String text(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(" ", "[", "]"))
        : String.valueOf(value);
  }

  private static final class Invalid extends Exception {
    private static final long serialVersionUID = 1;
    private final String why;

    Invalid(String why) {
      super(why);
      this.why = why;
    }
  }
}

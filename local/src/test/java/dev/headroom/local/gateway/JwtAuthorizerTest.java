package dev.headroom.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.headroom.local.identity.SigningKey;
import dev.headroom.local.template.ApiSpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JwtAuthorizerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final RSAKey KEY = SigningKey.load(Optional.empty());

  private Instant now = NOW;
  private final JwtAuthorizer authorizer =
      new JwtAuthorizer(
          new ApiSpec.Authorizer("Jwt", "https://issuer", Set.of("headroom")),
          new JWKSet(KEY.toPublicJWK()),
          () -> now);

  /** The claims of a good token, with these put over them. */
  private static JWTClaimsSet claims(Map<String, Object> changes) {
    var claims = new HashMap<String, Object>();
    claims.put("iss", "https://issuer");
    claims.put("aud", "headroom");
    claims.put("scope", "performance.read other");
    claims.put("iat", NOW.getEpochSecond() - 10);
    claims.put("exp", NOW.getEpochSecond() + 10);
    claims.putAll(changes);
    try {
      return JWTClaimsSet.parse(claims);
    } catch (ParseException fault) {
      throw new AssertionError(fault);
    }
  }

  private static String signed(RSAKey key, String kid, JWTClaimsSet claims) {
    try {
      var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build(), claims);
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException fault) {
      throw new AssertionError(fault);
    }
  }

  private static String token(Map<String, Object> changes) {
    return signed(KEY, KEY.getKeyID(), claims(changes));
  }

  private Decision authorize(String header, String... scopes) {
    return authorizer.authorize(Optional.of(header), Set.of(scopes));
  }

  private int status(String header, String... scopes) {
    return switch (authorize(header, scopes)) {
      case Decision.Denied denied -> denied.status();
      case Decision.Allowed _, Decision.Open _ -> 200;
    };
  }

  @Test
  void a_good_token_is_allowed_with_or_without_the_word_bearer() {
    assertThat(status("Bearer " + token(Map.of()), "performance.read")).isEqualTo(200);
    assertThat(status("bearer " + token(Map.of()))).isEqualTo(200);
    assertThat(status(token(Map.of()))).isEqualTo(200);
  }

  @Test
  void its_claims_are_handed_over_as_texts() {
    var decision =
        authorize(
            token(Map.of("n", 1, "flag", true, "list", List.of("a", "b"))), "performance.read");
    assertThat(decision).isInstanceOf(Decision.Allowed.class);
    var allowed = (Decision.Allowed) decision;
    assertThat(allowed.claims())
        .containsEntry("n", "1")
        .containsEntry("flag", "true")
        .containsEntry("list", "[a b]")
        .containsEntry("exp", String.valueOf(NOW.getEpochSecond() + 10));
    assertThat(allowed.scopes()).containsExactly("performance.read");
  }

  @Test
  void no_token_is_401_with_a_challenge() {
    assertThat(authorizer.authorize(Optional.empty(), Set.of()))
        .isEqualTo(new Decision.Denied(401, "A token is needed.", "Bearer"));
  }

  @Test
  void a_token_that_is_not_the_issuers_is_401() {
    RSAKey foreign = SigningKey.load(Optional.empty());
    assertThat(status(signed(foreign, foreign.getKeyID(), claims(Map.of())))).isEqualTo(401);
    assertThat(status(signed(foreign, KEY.getKeyID(), claims(Map.of())))).isEqualTo(401);
    assertThat(status(token(Map.of("iss", "https://other")))).isEqualTo(401);
    assertThat(status(new PlainJWT(claims(Map.of())).serialize())).isEqualTo(401);
  }

  @Test
  void garbage_is_401() {
    String good = token(Map.of());
    for (String garbage :
        List.of("", "Bearer", "Bearer ", "x", "a.b.c", "..", good + "x", good.substring(0, 40))) {
      assertThat(status(garbage)).as(garbage).isEqualTo(401);
    }
  }

  @Test
  void a_token_is_good_only_for_its_time() {
    long now = NOW.getEpochSecond();
    assertThat(status(token(Map.of("exp", now)))).isEqualTo(401);
    assertThat(status(token(Map.of("nbf", now + 5)))).isEqualTo(401);
    assertThat(status(token(Map.of("iat", now + 5)))).isEqualTo(401);
    assertThat(status(token(Map.of("nbf", now)))).isEqualTo(200);
  }

  @Test
  void a_token_that_was_good_before_is_refused_when_it_has_expired() {
    String token = token(Map.of());
    assertThat(status(token)).isEqualTo(200);

    now = NOW.plusSeconds(10);

    assertThat(status(token)).isEqualTo(401);
  }

  @Test
  void a_token_without_an_end_is_401() {
    JWTClaimsSet endless = new JWTClaimsSet.Builder(claims(Map.of())).expirationTime(null).build();
    assertThat(status(signed(KEY, KEY.getKeyID(), endless))).isEqualTo(401);
  }

  @Test
  void the_client_id_stands_in_for_a_missing_audience_only() {
    assertThat(status(token(Map.of("aud", "other", "client_id", "headroom")))).isEqualTo(401);
    JWTClaimsSet without =
        new JWTClaimsSet.Builder(claims(Map.of("client_id", "headroom")))
            .audience((String) null)
            .build();
    assertThat(status(signed(KEY, KEY.getKeyID(), without))).isEqualTo(200);
  }

  @Test
  void any_one_scope_of_the_route_is_enough_and_none_is_403() {
    String token = token(Map.of());
    assertThat(status(token, "performance.admin", "performance.read")).isEqualTo(200);
    assertThat(authorize(token, "performance.write"))
        .isEqualTo(
            new Decision.Denied(
                403,
                "The token has none of the scopes that this needs.",
                "Bearer scope=\"performance.write\" error=\"insufficient_scope\""));
    String scp =
        signed(
            KEY,
            KEY.getKeyID(),
            new JWTClaimsSet.Builder(claims(Map.of("scp", List.of("performance.write"))))
                .claim("scope", null)
                .build());
    assertThat(status(scp, "performance.write")).isEqualTo(200);
  }
}

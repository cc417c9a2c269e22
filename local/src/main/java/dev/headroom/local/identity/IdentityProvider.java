package dev.headroom.local.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;

/** Signs tokens that the local HTTP API accepts. On AWS, a real issuer takes its place. */
public final class IdentityProvider {
  private final String issuer;
  private final String audience;
  private final RSAKey key;
  private final InstantSource clock;

  /**
   * An issuer of tokens.
   *
   * @param issuer its URL, as in the iss claim
   */
  public IdentityProvider(String issuer, String audience, RSAKey key, InstantSource clock) {
    this.issuer = issuer;
    this.audience = audience;
    this.key = key;
    this.clock = clock;
  }

  public String issuer() {
    return issuer;
  }

  /** The public half of the key, for whoever checks tokens. */
  public JWKSet publicKeys() {
    return new JWKSet(key.toPublicJWK());
  }

  /**
   * A signed token.
   *
   * @param tenant the tenant claim, if the token is to have one
   */
  public String token(
      String clientId, Optional<String> tenant, Collection<String> scopes, Duration lifetime) {
    Instant now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(clientId)
            .claim("client_id", clientId)
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .jwtID(UUID.randomUUID().toString())
            .claim("scope", String.join(" ", scopes));
    tenant.ifPresent(name -> claims.claim("tenant", name));
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    var token = new SignedJWT(header, claims.build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException fault) {
      throw new IllegalStateException("An RSA key that does not sign", fault);
    }
    return token.serialize();
  }
}

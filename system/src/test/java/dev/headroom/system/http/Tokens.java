package dev.headroom.system.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.identity.IdentityProvider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Tokens that must not be accepted. */
final class Tokens {
  private static final Set<String> SCOPES = Set.of("performance.read", "performance.write");

  private Tokens() {}

  static String expired(LocalCloud cloud) {
    return cloud.identity().token("tests", Optional.empty(), SCOPES, Duration.ofMinutes(-10));
  }

  /** Like one of ours in every word, but signed with a key of its own. */
  static String foreign(LocalCloud cloud) {
    try {
      var key = new RSAKeyGenerator(2048).keyID("foreign").generate();
      return new IdentityProvider(cloud.url(), "headroom", key, InstantSource.system())
          .token("tests", Optional.empty(), SCOPES, Duration.ofMinutes(10));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}

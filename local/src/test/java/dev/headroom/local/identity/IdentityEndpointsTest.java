package dev.headroom.local.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.headroom.local.gateway.GatewayFixture;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityEndpointsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path logs;
  private static GatewayFixture local;

  @BeforeAll
  static void start() {
    local = new GatewayFixture(logs, Map.of());
  }

  @AfterAll
  static void stop() {
    local.close();
  }

  private static HttpRequest.Builder post(String form) {
    return local
        .request("/oauth/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form));
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return JSON.readTree(response.body());
  }

  @Test
  void discovery_leads_to_the_keys_that_tokens_are_signed_with() throws Exception {
    JsonNode configuration = json(local.get("/.well-known/openid-configuration"));
    assertThat(configuration.path("issuer").asText()).isEqualTo(local.url());
    assertThat(configuration.path("token_endpoint").asText())
        .isEqualTo(local.url() + "/oauth/token");
    String jwks = configuration.path("jwks_uri").asText().substring(local.url().length());
    JWKSet keys = JWKSet.parse(local.get(jwks).body());

    SignedJWT token = SignedJWT.parse(local.token("performance.read"));
    var key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey();
    assertThat(key.isPrivate()).isFalse();
    assertThat(token.verify(new RSASSAVerifier(key))).isTrue();
  }

  @Test
  void a_client_gets_a_token_that_the_api_accepts() throws Exception {
    HttpResponse<String> response =
        local.send(
            post(
                "grant_type=client_credentials&client_id=app-1&client_secret=x&tenant=acme&scope=performance.read"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("cache-control")).contains("no-store");
    JsonNode answer = json(response);
    assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.path("expires_in").asInt()).isEqualTo(3600);
    assertThat(answer.path("scope").asText()).isEqualTo("performance.read");

    String token = answer.path("access_token").asText();
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(local.url());
    assertThat(claims.getSubject()).isEqualTo("app-1");
    assertThat(claims.getAudience()).containsExactly("headroom");
    assertThat(claims.getStringClaim("tenant")).isEqualTo("acme");
    assertThat(claims.getJWTID()).isNotEmpty();
    assertThat(local.get("/guarded", "authorization", "Bearer " + token).statusCode())
        .isEqualTo(200);
  }

  @Test
  void without_tenant_and_scope_a_token_has_no_tenant_and_may_read_and_write() throws Exception {
    JsonNode answer = json(local.send(post("grant_type=client_credentials&client_id=a")));
    JWTClaimsSet claims = SignedJWT.parse(answer.path("access_token").asText()).getJWTClaimsSet();
    assertThat(claims.getClaim("tenant")).isNull();
    assertThat(claims.getStringClaim("scope").split(" "))
        .containsExactlyInAnyOrder("performance.read", "performance.write");
  }

  @Test
  void the_client_id_may_come_by_http_basic() {
    String basic = Base64.getEncoder().encodeToString("app-2:secret".getBytes(UTF_8));
    HttpRequest.Builder request = post("grant_type=client_credentials");
    assertThat(local.send(request.header("authorization", "Basic " + basic)).statusCode())
        .isEqualTo(200);
    HttpRequest.Builder broken = post("grant_type=client_credentials");
    assertThat(local.send(broken.header("authorization", "Basic %%%")).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "client_id=a, invalid_request",
    "grant_type=password&client_id=a, unsupported_grant_type",
    "grant_type=client_credentials, invalid_request",
    "grant_type=client_credentials&client_id=a%20b, invalid_request",
    "grant_type=client_credentials&client_id=a&tenant=, invalid_request",
    "grant_type=client_credentials&client_id=a&tenant=../x, invalid_request",
    "grant_type=client_credentials&client_id=a&client_id=b, invalid_request",
    "grant_type=client_credentials&client_id=a&scope=performance.read+everything, invalid_scope",
    "grant_type=%zz, invalid_request",
  })
  void a_wrong_request_is_told_in_oauths_words(String form, String error) throws Exception {
    HttpResponse<String> response = local.send(post(form));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("error").asText()).isEqualTo(error);
    assertThat(json(response).path("error_description").asText()).isNotEmpty();
  }

  @Test
  void names_and_bodies_are_bounded() {
    String longName = "grant_type=client_credentials&client_id=" + "a".repeat(65);
    assertThat(local.send(post(longName)).statusCode()).isEqualTo(400);
    String longBody = "grant_type=client_credentials&client_id=a&x=" + "a".repeat(9_000);
    assertThat(local.send(post(longBody)).statusCode()).isEqualTo(400);
  }

  @Test
  void other_methods_are_405() {
    assertThat(local.get("/oauth/token").headers().firstValue("allow")).contains("POST");
    assertThat(local.get("/oauth/token").statusCode()).isEqualTo(405);
  }
}

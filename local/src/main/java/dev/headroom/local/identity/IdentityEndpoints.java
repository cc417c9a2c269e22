package dev.headroom.local.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.headroom.json.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The identity provider over HTTP: discovery, keys, tokens. */
public final class IdentityEndpoints implements HttpHandler {
  /** The paths that are answered here. */
  public static final Set<String> PATHS =
      Set.of("/.well-known/openid-configuration", "/.well-known/jwks.json", "/oauth/token");

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final int MAX_FORM = 8 * 1024;

  private final IdentityProvider provider;
  private final Set<String> scopes;

  /**
   * The endpoints of a provider.
   *
   * @param scopes those that may be asked for
   */
  public IdentityEndpoints(IdentityProvider provider, Set<String> scopes) {
    this.provider = provider;
    this.scopes = new TreeSet<>(scopes);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_FORM + 1);
      String wanted = exchange.getRequestURI().getPath().equals("/oauth/token") ? "POST" : "GET";
      if (!exchange.getRequestMethod().equals(wanted)) {
        exchange.getResponseHeaders().set("allow", wanted);
        answer(exchange, 405, error("invalid_request", "The method must be " + wanted + "."));
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/oauth/token" -> token(exchange, body);
        case "/.well-known/jwks.json" ->
            answer(
                exchange, 200, Json.SNAKE_CASE.valueToTree(provider.publicKeys().toJSONObject()));
        default -> answer(exchange, 200, configuration());
      }
    }
  }

  private void token(HttpExchange exchange, byte[] body) throws IOException {
    try {
      if (body.length > MAX_FORM) {
        throw new TokenRequest.Refused("invalid_request", "The body is larger than 8 KB.");
      }
      var request = TokenRequest.of(form(body), basicClient(exchange), scopes);
      ObjectNode answer = Json.SNAKE_CASE.createObjectNode();
      answer
          .put(
              "access_token",
              provider.token(request.clientId(), request.tenant(), request.scopes(), LIFETIME))
          .put("token_type", "Bearer")
          .put("expires_in", LIFETIME.toSeconds())
          .put("scope", String.join(" ", request.scopes()));
      answer(exchange, 200, answer);
    } catch (TokenRequest.Refused refused) {
      answer(exchange, 400, error(refused.error(), refused.description()));
    }
  }

  private static Map<String, String> form(byte[] body) throws TokenRequest.Refused {
    var form = new HashMap<String, String>();
    try {
      for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
        int equals = field.indexOf('=');
        if (equals > 0
            && form.put(decode(field.substring(0, equals)), decode(field.substring(equals + 1)))
                != null) {
          throw new TokenRequest.Refused("invalid_request", "A field comes twice.");
        }
      }
    } catch (IllegalArgumentException _) {
      throw new TokenRequest.Refused("invalid_request", "The body is not form-encoded.");
    }
    return form;
  }

  private static Optional<String> basicClient(HttpExchange exchange) throws TokenRequest.Refused {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null || !header.startsWith("Basic ")) {
      return Optional.empty();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring("Basic ".length()).strip());
      return Optional.of(decode(new String(pair, StandardCharsets.UTF_8).split(":", 2)[0]));
    } catch (IllegalArgumentException _) {
      throw new TokenRequest.Refused("invalid_request", "The Authorization header is not Basic's.");
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private ObjectNode configuration() {
    String issuer = provider.issuer();
    ObjectNode configuration = Json.SNAKE_CASE.createObjectNode();
    configuration
        .put("issuer", issuer)
        .put("jwks_uri", issuer + "/.well-known/jwks.json")
        .put("token_endpoint", issuer + "/oauth/token");
    configuration.putArray("grant_types_supported").add("client_credentials");
    configuration.putArray("id_token_signing_alg_values_supported").add("RS256");
    configuration.putArray("response_types_supported").add("token");
    configuration.putArray("subject_types_supported").add("public");
    configuration
        .putArray("token_endpoint_auth_methods_supported")
        .add("client_secret_basic")
        .add("client_secret_post");
    scopes.forEach(configuration.putArray("scopes_supported")::add);
    return configuration;
  }

  private static ObjectNode error(String error, String description) {
    return Json.SNAKE_CASE
        .createObjectNode()
        .put("error", error)
        .put("error_description", description);
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    byte[] bytes = Json.SNAKE_CASE.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.getResponseHeaders().set("cache-control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

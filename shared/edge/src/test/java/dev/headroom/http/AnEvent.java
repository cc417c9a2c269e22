package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the event that API Gateway would send. */
final class AnEvent {
  private final String routeKey;
  private final Map<String, String> headers = new HashMap<>();
  private final Map<String, String> query = new HashMap<>();
  private final Map<String, String> claims = new HashMap<>();
  private String body = "";
  private boolean base64;
  private boolean anonymous;
  private @Nullable String sourceIp;

  private AnEvent(String routeKey) {
    this.routeKey = routeKey;
    headers.put("x-amzn-trace-id", "Root=1-trace");
    claims.put("scope", "performance.read performance.write");
  }

  static AnEvent of(String routeKey) {
    return new AnEvent(routeKey);
  }

  AnEvent body(String text) {
    body = text;
    return this;
  }

  AnEvent base64Body(String text) {
    body = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    base64 = true;
    return this;
  }

  AnEvent header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  AnEvent query(String name, String value) {
    query.put(name, value);
    return this;
  }

  AnEvent claim(String name, String value) {
    claims.put(name, value);
    return this;
  }

  AnEvent scopes(String... names) {
    claims.put("scope", String.join(" ", names));
    return this;
  }

  AnEvent anonymous() {
    anonymous = true;
    return this;
  }

  AnEvent sourceIp(String address) {
    sourceIp = address;
    return this;
  }

  APIGatewayV2HTTPEvent build() {
    String method = routeKey.contains(" ") ? routeKey.substring(0, routeKey.indexOf(' ')) : "GET";
    String path = routeKey.substring(routeKey.indexOf(' ') + 1);
    var context =
        APIGatewayV2HTTPEvent.RequestContext.builder()
            .withRequestId("request-1")
            .withHttp(
                APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                    .withMethod(method)
                    .withPath(path)
                    .withSourceIp(sourceIp)
                    .build());
    if (!anonymous) {
      context.withAuthorizer(
          APIGatewayV2HTTPEvent.RequestContext.Authorizer.builder()
              .withJwt(
                  APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT
                      .builder()
                      .withClaims(claims)
                      .build())
              .build());
    }
    return APIGatewayV2HTTPEvent.builder()
        .withRouteKey(routeKey)
        .withRawPath(path)
        .withHeaders(headers)
        .withQueryStringParameters(query)
        .withRequestContext(context.build())
        .withBody(body)
        .withIsBase64Encoded(base64)
        .build();
  }
}

package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.util.Map;

/**
 * A harmless request that a function answers before SnapStart takes its snapshot, so that the
 * classes it needs are loaded and compiled in every copy.
 *
 * @param routeKey as API Gateway names the route
 * @param pathParameters values for the variables of its path
 * @param body empty for none
 */
public record PrimingRequest(String routeKey, Map<String, String> pathParameters, String body) {
  APIGatewayV2HTTPEvent event() {
    String path = routeKey.substring(routeKey.indexOf(' ') + 1);
    var jwt =
        APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT
            .builder()
            .withClaims(Map.of("sub", "priming", "scope", String.join(" ", Scope.ADMIN.accepted())))
            .build();
    return APIGatewayV2HTTPEvent.builder()
        .withRouteKey(routeKey)
        .withRawPath(path)
        .withPathParameters(pathParameters)
        .withHeaders(Map.of("accept-encoding", "gzip"))
        .withBody(body)
        .withRequestContext(
            APIGatewayV2HTTPEvent.RequestContext.builder()
                .withRequestId("priming")
                .withAuthorizer(
                    APIGatewayV2HTTPEvent.RequestContext.Authorizer.builder().withJwt(jwt).build())
                .build())
        .build();
  }
}

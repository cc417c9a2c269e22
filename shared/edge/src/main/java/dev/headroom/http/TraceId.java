package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.util.Optional;
import java.util.regex.Pattern;

/** What joins an answer, its log lines and AWS's own records of the same request. */
final class TraceId {
  private static final Pattern ROOT = Pattern.compile("Root=([0-9a-zA-Z-]{1,64})");

  private TraceId() {}

  /** X-Ray's root, which API Gateway puts on every request; else the gateway's request id. */
  static String of(APIGatewayV2HTTPEvent event) {
    return Optional.ofNullable(event.getHeaders())
        .map(headers -> headers.get("x-amzn-trace-id"))
        .map(ROOT::matcher)
        .filter(matcher -> matcher.find())
        .map(matcher -> matcher.group(1))
        .or(
            () ->
                Optional.ofNullable(event.getRequestContext())
                    .map(APIGatewayV2HTTPEvent.RequestContext::getRequestId))
        .orElse("unknown");
  }
}

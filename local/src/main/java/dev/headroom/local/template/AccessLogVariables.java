package dev.headroom.local.template;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The variables of an HTTP API's access log that are known here, of those in
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
public final class AccessLogVariables {
  public static final Pattern VARIABLE = Pattern.compile("\\$context\\.[A-Za-z0-9_.]*[A-Za-z0-9_]");

  private static final Set<String> KNOWN =
      Set.of(
          "accountId",
          "apiId",
          "authorizer.error",
          "domainName",
          "error.message",
          "extendedRequestId",
          "httpMethod",
          "identity.sourceIp",
          "identity.userAgent",
          "integrationErrorMessage",
          "integrationLatency",
          "path",
          "protocol",
          "requestId",
          "requestTime",
          "requestTimeEpoch",
          "responseLatency",
          "responseLength",
          "routeKey",
          "stage",
          "status");

  /** What stands before the name of a claim of the caller's token. */
  public static final String CLAIM = "$context.authorizer.claims.";

  private AccessLogVariables() {}

  static List<String> unknown(String format) {
    return VARIABLE
        .matcher(format)
        .results()
        .map(MatchResult::group)
        .filter(v -> !known(v))
        .toList();
  }

  private static boolean known(String variable) {
    return KNOWN.contains(variable.substring("$context.".length())) || variable.startsWith(CLAIM);
  }
}

package dev.headroom.local.gateway;

import dev.headroom.local.log.LineFile;
import dev.headroom.local.template.AccessLogVariables;
import dev.headroom.local.template.Arn;
import java.time.Duration;
import java.util.regex.Matcher;

/** One line for each request, in the template's format. What there is none of is a hyphen. */
public final class AccessLog {
  private static final String NONE = "-";

  private final String format;
  private final LineFile file;

  public AccessLog(String format, LineFile file) {
    this.format = format;
    this.file = file;
  }

  void write(String apiId, IncomingRequest request, Reply reply, Duration latency) {
    var line = new Line(apiId, request, reply, latency);
    file.append(
        AccessLogVariables.VARIABLE
            .matcher(format)
            .replaceAll(variable -> Matcher.quoteReplacement(line.value(variable.group()))));
  }

  private record Line(String apiId, IncomingRequest request, Reply reply, Duration latency) {
    String value(String variable) {
      return switch (variable.substring("$context.".length())) {
        case "accountId" -> Arn.ACCOUNT;
        case "apiId" -> apiId;
        case "authorizer.error", "error.message", "integrationErrorMessage" ->
            reply.error().orElse(NONE);
        case "domainName" -> request.header("host").orElse(NONE);
        case "extendedRequestId", "requestId" -> request.requestId();
        case "httpMethod" -> request.method();
        case "identity.sourceIp" -> request.sourceIp();
        case "identity.userAgent" -> request.header("user-agent").orElse(NONE);
        case "integrationLatency" ->
            reply.integrationLatency().map(took -> String.valueOf(took.toMillis())).orElse(NONE);
        case "path" -> request.path();
        case "protocol" -> request.protocol();
        case "requestTime" -> EventWriter.TIME.format(request.time());
        case "requestTimeEpoch" -> String.valueOf(request.time().toEpochMilli());
        case "responseLatency" -> String.valueOf(latency.toMillis());
        case "responseLength" -> String.valueOf(reply.answer().length());
        case "routeKey" -> reply.routeKey().orElse(NONE);
        case "stage" -> "$default";
        case "status" -> String.valueOf(reply.answer().status());
        default -> claim(variable);
      };
    }

    private String claim(String variable) {
      return reply
          .claims()
          .getOrDefault(variable.substring(AccessLogVariables.CLAIM.length()), NONE);
    }
  }
}

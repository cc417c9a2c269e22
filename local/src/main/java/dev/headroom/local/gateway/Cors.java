package dev.headroom.local.gateway;

import dev.headroom.local.template.ApiSpec;
import java.util.Optional;

/** Cross-origin resource sharing, as an HTTP API with a CORS configuration does it. */
final class Cors {
  private final ApiSpec.Cors spec;

  Cors(ApiSpec.Cors spec) {
    this.spec = spec;
  }

  static boolean isPreflight(IncomingRequest request) {
    return request.method().equals("OPTIONS")
        && request.header("origin").isPresent()
        && request.header("access-control-request-method").isPresent();
  }

  Answer preflight(IncomingRequest request) {
    var answer = new Answer(204, new byte[0]);
    if (grant(request, answer)) {
      answer
          .with("access-control-allow-methods", String.join(",", spec.methods()))
          .with("access-control-allow-headers", String.join(",", spec.headers()));
      spec.maxAge().ifPresent(age -> answer.with("access-control-max-age", age.toString()));
    }
    return answer;
  }

  /** Lets a page of an allowed origin read the answer. What the function says of it is void. */
  Answer share(IncomingRequest request, Answer answer) {
    answer.withoutAny("access-control-");
    if (grant(request, answer) && !spec.exposed().isEmpty()) {
      answer.with("access-control-expose-headers", String.join(",", spec.exposed()));
    }
    return answer;
  }

  private boolean grant(IncomingRequest request, Answer answer) {
    Optional<String> origin = request.header("origin").filter(this::allows);
    if (origin.isEmpty()) {
      return false;
    }
    if (spec.origins().contains("*")) {
      answer.with("access-control-allow-origin", "*");
    } else {
      answer.with("access-control-allow-origin", origin.get()).with("vary", "origin");
    }
    if (spec.credentials()) {
      answer.with("access-control-allow-credentials", "true");
    }
    return true;
  }

  private boolean allows(String origin) {
    return spec.origins().stream()
        .anyMatch(
            allowed ->
                allowed.endsWith("*")
                    ? origin.startsWith(allowed.substring(0, allowed.length() - 1))
                    : origin.equals(allowed));
  }
}

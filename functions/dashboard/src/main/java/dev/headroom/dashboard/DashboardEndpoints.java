package dev.headroom.dashboard;

import dev.headroom.dialect.Failure;
import dev.headroom.errors.HeadroomException;
import dev.headroom.http.FailedRequest;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Set;

/** Answers that need no store. */
final class DashboardEndpoints {
  private final OpenApi openApi;
  private final InstantSource clock;

  DashboardEndpoints(OpenApi openApi, InstantSource clock) {
    this.openApi = openApi;
    this.clock = clock;
  }

  /**
   * That the API answers.
   *
   * @param timestamp epoch seconds with a fraction
   */
  record Health(String status, String version, BigDecimal timestamp) {}

  Response health(Request request) {
    if (request.query("deep").isPresent()) {
      throw new HeadroomException.Invalid(
          "deep", "is not known here yet: nothing would be checked");
    }
    BigDecimal timestamp = BigDecimal.valueOf(clock.millis(), 3);
    return Response.ok(new Health("healthy", openApi.version(), timestamp));
  }

  Response openApi(Request request) {
    return Response.text("application/json", openApi.json())
        .with("cache-control", "public, max-age=300");
  }

  /** Whatever no other route answers: the path is unknown, or it takes other methods. */
  Response notFound(Request request) {
    Set<String> methods = openApi.methodsOf(request.path());
    if (methods.isEmpty()) {
      throw new FailedRequest(
          Failure.of(404, "There is nothing at this path; /openapi.json lists what there is."));
    }
    String allowed = String.join(", ", methods);
    throw new FailedRequest(
        Failure.of(405, "This path takes %s, not %s.".formatted(allowed, request.method()))
            .with("allow", allowed));
  }
}

package dev.headroom.jobs.api;

import dev.headroom.http.HttpFunction;
import dev.headroom.http.PrimingRequest;
import java.util.List;
import java.util.Map;

/** The entry of the jobs function. */
public final class JobsApi extends HttpFunction {
  /** As Lambda makes it. */
  public JobsApi() {
    this(System.getenv());
  }

  public JobsApi(Map<String, String> environment) {
    super(JobsWiring.of(environment), environment);
    readyForSnapStart();
  }

  /** A job that nobody has, and a submission that no schema allows. */
  @Override
  protected List<PrimingRequest> primingRequests() {
    return List.of(
        new PrimingRequest(
            "GET /api/v1/performance/jobs/{id}", Map.of("id", "job_" + "0".repeat(32)), ""),
        new PrimingRequest(
            "POST /api/v1/performance/jobs/submit",
            Map.of(),
            "{\"job_type\": \"noop\", \"parameters\": {\"note\": 0}}"));
  }
}

package dev.headroom.jobs.api;

import dev.headroom.aws.Outage;
import dev.headroom.http.HttpFunction;
import dev.headroom.http.PrimingRequest;
import java.util.List;
import java.util.Map;

/** The entry of the jobs function. */
public final class JobsApi extends HttpFunction {
  private final JobCaches caches;

  /** As Lambda makes it. */
  public JobsApi() {
    this(System.getenv());
  }

  public JobsApi(Map<String, String> environment) {
    var wired = JobsWiring.of(environment);
    super(wired.routes(), environment, Outage::of, wired.limiter());
    this.caches = wired.caches();
    readyForSnapStart();
  }

  /** The process may be frozen next: what it counted is told first. */
  @Override
  protected void afterInvocation() {
    caches.flush();
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

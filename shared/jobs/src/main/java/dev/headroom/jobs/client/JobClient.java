package dev.headroom.jobs.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.results.JobResults;
import dev.headroom.jobs.store.JobListing;
import dev.headroom.jobs.store.JobQuery;
import dev.headroom.json.Json;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The jobs of one tenant, for a program that holds AWS credentials: the same as the HTTP API, with
 * no API between. What it may do is what the stack's policy {@code JobClientPolicy} allows.
 *
 * <pre>{@code
 * var jobs = JobClient.connect("acme", System.getenv());
 * Job job = jobs.submit(Submission.of("extraction", parameters).under("order-4711"));
 * Job ended = jobs.await(job.id(), Duration.ofMinutes(5));
 * ObjectNode result = jobs.result(ended.id());
 * }</pre>
 *
 * <p>Thread-safe. A service that does not answer is told by the SDK's own exceptions.
 */
public final class JobClient {
  private static final Pattern TENANT = Pattern.compile("[!-~]{1,128}");

  private final String tenant;
  private final Jobs jobs;
  private final JobListing listing;
  private final JobResults results;
  private final InstantSource clock;

  /**
   * A client of what is put together already.
   *
   * @throws IllegalArgumentException when the tenant is not 1 to 128 visible ASCII characters
   */
  public JobClient(String tenant, JobBackend backend) {
    this(tenant, backend, new JobTypes());
  }

  private JobClient(String tenant, JobBackend backend, JobTypes types) {
    if (!TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException(
          "A tenant has 1 to 128 visible ASCII characters; got \"%s\"".formatted(tenant));
    }
    this.tenant = tenant;
    this.jobs = backend.jobs(types);
    this.listing = backend.listing();
    this.results = backend.results();
    this.clock = backend.clock();
  }

  /**
   * Connects to a deployment. No call is made yet.
   *
   * @param environment what the stack's output {@code JobClientEnvironment} says, see {@link
   *     JobSettings#read}, and what the AWS SDK needs, see {@link AwsClients}
   * @throws IllegalStateException naming every variable that is missing or wrong
   * @throws IllegalArgumentException when the tenant is not 1 to 128 visible ASCII characters
   */
  public static JobClient connect(String tenant, Map<String, String> environment) {
    var settings = new Settings(environment);
    var where = JobSettings.read(settings);
    var types = JobTypes.read(settings);
    settings.check();
    return new JobClient(
        tenant,
        JobBackend.open(
            where, new AwsClients(environment), InstantSource.system(), new SecureRandom()),
        types);
  }

  /** See {@link Jobs#submit}. */
  public Job submit(Submission submission) {
    return jobs.submit(tenant, submission);
  }

  /** See {@link Jobs#submitAll}. */
  public List<Jobs.Answer> submitAll(List<Submission> submissions) {
    return jobs.submitAll(tenant, submissions);
  }

  /** See {@link Jobs#get}. */
  public Job get(String id) {
    return jobs.get(id, Optional.of(tenant));
  }

  /**
   * Waits until a job has ended.
   *
   * @return the job as it was last seen, which has ended unless the time was up
   * @throws dev.headroom.errors.HeadroomException.NotFound when there is no such job
   */
  public Job await(String id, Duration atMost) throws InterruptedException {
    return jobs.await(
        id, Optional.of(tenant), job -> job.status().isFinal(), clock.instant().plus(atMost));
  }

  /**
   * The whole result of a completed job.
   *
   * @throws dev.headroom.errors.HeadroomException.NotFound when there is no such job
   * @throws dev.headroom.errors.HeadroomException.Conflict when it has no result
   */
  public ObjectNode result(String id) {
    return results.whole(get(id));
  }

  /** The whole result as a record with camelCase names for its snake_case ones. */
  public <T> T result(String id, Class<T> type) throws JsonProcessingException {
    return Json.STORED.treeToValue(result(id), type);
  }

  /** See {@link Jobs#cancel}. */
  public Job cancel(String id) {
    return jobs.cancel(id, Optional.of(tenant));
  }

  /** See {@link Jobs#retry}. */
  public Job retry(String id) {
    return jobs.retry(id, Optional.of(tenant));
  }

  /** One page of the tenant's jobs, newest first. */
  public JobQuery.Page list(Optional<JobStatus> status, int limit, Optional<String> cursor) {
    return listing.list(
        new JobQuery(
            tenant, status, Optional.empty(), Optional.empty(), Optional.empty(), limit, cursor));
  }
}

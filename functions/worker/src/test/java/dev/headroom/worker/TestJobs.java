package dev.headroom.worker;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobResults;
import dev.headroom.jobs.JobStore;
import dev.headroom.jobs.JobType;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Jobs;
import dev.headroom.jobs.Payloads;
import dev.headroom.jobs.Priority;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.template.Template;
import dev.headroom.objects.ObjectStores;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Jobs on real engines, without a worker function: a test runs them itself. */
final class TestJobs implements AutoCloseable {
  /** The machine's time, and what a test adds to it. */
  static final class MovableClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return InstantSource.system().instant().plus(ahead);
    }

    void advance(Duration by) {
      ahead = ahead.plus(by);
    }
  }

  private final MovableClock clock = new MovableClock();
  private final Engines engines;
  private final JobStore store;
  private final Payloads payloads;
  private final JobTypes types = new JobTypes();
  private final Jobs jobs;

  TestJobs() {
    engines =
        Engines.start(
            Template.read(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost")),
            Optional.empty());
    Map<String, String> environment = engines.environment("JobsApi");
    var aws = new AwsClients(environment);
    store =
        new JobStore(
            aws.client(DynamoDbClient.builder(), "dynamodb"),
            requireNonNull(environment.get("JOB_TABLE")),
            Period.ofDays(30),
            clock);
    payloads =
        new Payloads(ObjectStores.open(requireNonNull(environment.get("OBJECT_STORE")), aws));
    var queue =
        new JobQueue(
            aws.client(SqsClient.builder(), "sqs"),
            Map.of(Priority.HIGH, engines.queueUrl("DeadLetterQueue"))); // which nobody polls
    jobs = new Jobs(store, queue, payloads, types, clock, new SecureRandom());
  }

  Job submit(ObjectNode parameters) {
    return jobs.submit("acme", "noop", parameters, Priority.HIGH);
  }

  JobRunner runner(List<JobType> jobTypes) {
    return new JobRunner(store, payloads, results(), jobTypes, clock);
  }

  JobResults results() {
    return new JobResults(payloads);
  }

  JobTypes types() {
    return types;
  }

  MovableClock clock() {
    return clock;
  }

  Job now(Job job) {
    return jobs.get(job.id(), Optional.empty());
  }

  Job await(Job job, Predicate<Job> wanted) throws InterruptedException {
    return jobs.await(job.id(), Optional.empty(), wanted, clock.instant().plusSeconds(20));
  }

  @Override
  public void close() {
    engines.close();
  }
}

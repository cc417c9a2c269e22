package dev.headroom.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.InvocableFunctions;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.client.Jobs;
import dev.headroom.jobs.recovery.Sweep;
import dev.headroom.jobs.results.JobResults;
import dev.headroom.local.engine.Engines;
import dev.headroom.objects.ObjectStore;
import dev.headroom.objects.ObjectStores;
import dev.headroom.settings.Settings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/** Jobs on real engines, without a worker function: a test runs them itself. */
final class TestJobs implements AutoCloseable {
  /** The machine's time, and what a test adds to it. */
  static final class MovableClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return InstantSource.system().instant().plus(ahead);
    }

    private long nanos() {
      return System.nanoTime() + ahead.toNanos();
    }

    void advance(Duration by) {
      ahead = ahead.plus(by);
    }
  }

  private final MovableClock clock = new MovableClock();

  /** A thread that a busy machine does not run for seconds has not refused to stop. */
  private final SliceTime.Pace lenient = new SliceTime.Pace(clock::nanos, Duration.ofSeconds(15));

  private final Engines engines;
  private final JobBackend backend;
  private final JobTypes types;
  private final Jobs jobs;
  private final ObjectStore objects;
  private final AtomicInteger workers = new AtomicInteger();
  private final AtomicInteger abandoned = new AtomicInteger();

  TestJobs() {
    this(InvocableFunctions.NONE);
  }

  TestJobs(InvocableFunctions functions) {
    types = new JobTypes(functions);
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    Map<String, String> environment = engines.environment("JobsApi");
    backend =
        JobBackend.open(
            JobSettings.read(new Settings(environment)),
            new AwsClients(environment),
            clock,
            new SecureRandom());
    jobs = backend.jobs(types);
    objects = ObjectStores.open(backend.settings().objectStore(), new AwsClients(environment));
  }

  /** The keys of the tenant's objects, however old the jobs. */
  List<String> objects(String tenant) {
    return objects.list(JobFolder.prefixOf(tenant), Optional.empty(), 1_000).stream()
        .map(ObjectStore.Listed::key)
        .toList();
  }

  Job submit(ObjectNode parameters) {
    return submit(parameters, JobOptions.DEFAULT);
  }

  Job submit(ObjectNode parameters, JobOptions terms) {
    return submit(Submission.of("noop", parameters).with(terms));
  }

  Job submit(Submission wish) {
    return jobs.submit("acme", wish);
  }

  /** Returns a worker that has no job type. */
  JobRunner runner() {
    return runnerOf(lenient, _ -> Optional.empty());
  }

  /** Returns a worker that does the same work for jobs of every type. */
  JobRunner runner(JobWork work) {
    return runner(lenient, work);
  }

  JobRunner runner(SliceTime.Pace pace, JobWork work) {
    return runnerOf(pace, _ -> Optional.of(work));
  }

  private JobRunner runnerOf(SliceTime.Pace pace, Function<String, Optional<JobWork>> works) {
    return new JobRunner(
        backend.claims(),
        backend.queue(),
        backend.failedAttempts(),
        backend.payloads(),
        works,
        clock,
        abandoned::incrementAndGet,
        pace);
  }

  /** Runs what is next of a job, as if its message had come. */
  Optional<Ran.End> runNext(JobRunner runner, Job job, Duration timeLeft)
      throws InterruptedException {
    return runner
        .run(message(now(job)), "worker " + workers.incrementAndGet(), timeLeft)
        .map(Ran::end);
  }

  Optional<Ran.End> runNext(JobRunner runner, Job job) throws InterruptedException {
    return runNext(runner, job, Duration.ofMinutes(15));
  }

  static JobQueue.Message message(Job job) {
    return new JobQueue.Message(
        job.id(), job.tenant(), job.fencingToken(), job.status() == JobStatus.RUNNING);
  }

  Jobs jobs() {
    return jobs;
  }

  JobResults results() {
    return backend.results();
  }

  Sweep sweep() {
    return backend.sweep();
  }

  JobTypes types() {
    return types;
  }

  MovableClock clock() {
    return clock;
  }

  /** How often work did not stop when it was told. */
  int abandoned() {
    return abandoned.get();
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

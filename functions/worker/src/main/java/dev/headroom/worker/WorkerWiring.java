package dev.headroom.worker;

import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.FailedAttempts;
import dev.headroom.jobs.InvocableFunctions;
import dev.headroom.jobs.JobBackend;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.JobType;
import dev.headroom.settings.Settings;
import dev.headroom.worker.extraction.Extraction;
import dev.headroom.worker.invoke.Invoke;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Puts the worker together. */
final class WorkerWiring {
  private WorkerWiring() {}

  /** What the worker can do. Add your own here. */
  static List<JobType> types(AwsClients aws, InvocableFunctions functions) {
    return List.of(new Extraction(), new Invoke(functions, aws), new Noop());
  }

  static JobRunner runner(Map<String, String> environment) {
    var settings = new Settings(environment);
    var jobs = JobSettings.read(settings);
    var functions = InvocableFunctions.read(settings);
    settings.check();
    var aws = new AwsClients(environment);
    JobBackend backend = backend(jobs, aws);
    return new JobRunner(
        backend.store(),
        backend.queue(),
        backend.failedAttempts(),
        backend.payloads(),
        types(aws, functions),
        backend.clock(),
        onAbandoned(environment));
  }

  static FailedAttempts failedAttempts(Map<String, String> environment) {
    var settings = new Settings(environment);
    var jobs = JobSettings.read(settings);
    settings.check();
    return backend(jobs, new AwsClients(environment)).failedAttempts();
  }

  private static JobBackend backend(JobSettings jobs, AwsClients aws) {
    return JobBackend.open(jobs, aws, InstantSource.system(), new SecureRandom());
  }

  /**
   * A thread that does not stop would take its processor along into the next job. On Lambda the
   * process ends with it, and a new one begins; elsewhere it is not ours to end.
   */
  private static Runnable onAbandoned(Map<String, String> environment) {
    return environment.containsKey("AWS_LAMBDA_RUNTIME_API")
        ? () -> Runtime.getRuntime().halt(1)
        : () -> {};
  }
}

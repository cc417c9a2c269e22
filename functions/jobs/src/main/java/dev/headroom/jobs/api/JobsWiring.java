package dev.headroom.jobs.api;

import dev.headroom.aws.AwsClients;
import dev.headroom.http.Routes;
import dev.headroom.jobs.InvocableFunctions;
import dev.headroom.jobs.JobBackend;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.JobTypes;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Puts the jobs function together. */
final class JobsWiring {
  private JobsWiring() {}

  static Routes routes(Map<String, String> environment) {
    var settings = new Settings(environment);
    var where = JobSettings.read(settings);
    var functions = InvocableFunctions.read(settings);
    String statisticsTable = settings.required("STATISTICS_TABLE");
    List<Integer> concurrency =
        settings.integers("WORKER_CONCURRENCY", List.of(50, 20, 10, 5), 2, 1000);
    settings.check();
    // SecureRandom reads the system's entropy at each use: no two copies of a snapshot share a
    // seed.
    var backend =
        JobBackend.open(
            where, new AwsClients(environment), InstantSource.system(), new SecureRandom());
    var types = new JobTypes(functions);
    var jobs = backend.jobs(types);
    var statistics = backend.statistics(statisticsTable);
    int workers = concurrency.stream().mapToInt(Integer::intValue).sum();
    return JobsRoutes.of(
        new JobsEndpoints(
            jobs,
            backend.listing(),
            backend.results(),
            types,
            new JobViews(backend.payloads(), statistics),
            backend.clock()),
        new AsyncJobEndpoints(jobs, backend.results()),
        new QueueEndpoints(statistics, workers));
  }
}

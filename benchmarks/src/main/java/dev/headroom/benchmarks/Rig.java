package dev.headroom.benchmarks;

import dev.headroom.jobs.Priority;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.LocalOptions;
import dev.headroom.local.engine.EngineOptions;
import dev.headroom.local.template.Trigger;
import dev.headroom.local.template.Trigger.QueueSource;
import dev.headroom.local.template.Trigger.StreamSource;
import dev.headroom.local.trigger.Poller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * The local cloud, and all that the measurements share. It starts without the template's triggers:
 * workers and what follows the tables' changes are started when they are wanted, so that a backlog
 * can be made while nobody works.
 */
final class Rig implements AutoCloseable {
  /** Far more than comes: the gateway's throttle is not what is measured, nor is the rate limit. */
  private static final String UNTHROTTLED = "1000000";

  private static final int BATCH = 100;
  private static final int SUBMITTERS = 4;

  private final LocalCloud cloud;
  private final Store store;
  private final Client client;

  private Rig(LocalCloud cloud) {
    this.cloud = cloud;
    this.store = new Store(cloud.engines().environment("JobsApi"));
    this.client = client("benchmark");
  }

  static Rig start() {
    return new Rig(
        LocalCloud.start(
            new LocalOptions(
                    Path.of("template.yaml"),
                    0,
                    Optional.empty(),
                    Map.of("RequestsPerSecond", UNTHROTTLED, "RequestBurst", UNTHROTTLED),
                    EngineOptions.OWN,
                    Path.of("target", "logs"))
                .withEnvironment(Map.of("RATE_LIMIT_ENABLED", "false"))
                .withoutTriggers()));
  }

  Store store() {
    return store;
  }

  /** The settings of the function that answers searches. */
  Map<String, String> searchEnvironment() {
    return cloud.engines().environment("SearchApi");
  }

  /** The client of the tenant whose jobs most measurements are made with. */
  Client client() {
    return client;
  }

  Client client(String tenant) {
    return new Client(cloud, tenant);
  }

  /** Returns how many jobs of a priority run at the same time by the template. */
  int concurrency(Priority priority) {
    return source(priority).maximumConcurrency();
  }

  /** Takes work from event sources until it is closed. */
  static final class Crew implements AutoCloseable {
    private final List<Poller> pollers = new ArrayList<>();

    /** Receives no more, and waits for what runs. */
    @Override
    public void close() {
      pollers.forEach(Poller::stop);
      pollers.forEach(Poller::close);
    }
  }

  /** Starts workers of one priority. */
  Crew work(Priority priority, int concurrency) {
    var crew = new Crew();
    crew.pollers.add(cloud.start(source(priority).withMaximumConcurrency(concurrency)));
    return crew;
  }

  /** Starts workers of all priorities, as many as the template says. */
  Crew workAtAll() {
    var crew = new Crew();
    for (Priority priority : Priority.values()) {
      crew.pollers.add(cloud.start(source(priority)));
    }
    return crew;
  }

  /** Has a function follow the changes of its table from now on. */
  Crew follow(String function) {
    var crew = new Crew();
    triggers(StreamSource.class)
        .filter(source -> source.function().equals(function))
        .forEach(source -> crew.pollers.add(cloud.start(source.fromNow())));
    return crew;
  }

  private QueueSource source(Priority priority) {
    String url = store.queueUrl(priority);
    return triggers(QueueSource.class)
        .filter(source -> source.function().equals("Worker"))
        .filter(source -> url.equals(cloud.engines().queueUrl(source.queue())))
        .findFirst()
        .orElseThrow();
  }

  private <T extends Trigger> Stream<T> triggers(Class<T> type) {
    return cloud.template().triggers().stream().filter(type::isInstance).map(type::cast);
  }

  /** Submits many jobs, in batches. */
  static void submit(Client client, NoopJob job, int jobs)
      throws ExecutionException, InterruptedException {
    int batches = Math.ceilDiv(jobs, BATCH);
    var _ =
        InFlight.run(
            SUBMITTERS, batches, i -> client.submitBatch(job, Math.min(BATCH, jobs - i * BATCH)));
  }

  @Override
  public void close() {
    cloud.close();
  }
}

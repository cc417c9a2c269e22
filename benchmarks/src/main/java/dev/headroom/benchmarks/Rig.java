package dev.headroom.benchmarks;

import dev.headroom.jobs.Priority;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.LocalOptions;
import dev.headroom.local.engine.EngineOptions;
import dev.headroom.local.template.Template;
import dev.headroom.local.template.TemplateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * The local cloud, and all that the measurements share. Of template.yaml it lacks what would run by
 * itself: the worker's four queue sources and what follows the tables' changes, which {@link
 * Workers} and {@link StreamFollower} start when they are wanted, and the sweep of each minute.
 */
final class Rig implements AutoCloseable {
  /** Far more than comes: the gateway's throttle is not what is measured, nor is the rate limit. */
  private static final String UNTHROTTLED = "1000000";

  private static final Path TEMPLATE = Path.of("template.yaml");
  private static final Path MUTED = Path.of("target", "benchmark", "template.yaml");
  private static final Pattern JOB_QUEUES =
      Pattern.compile(
          "(?<=\\{Type: SQS, Properties: \\{)(?=Queue: !GetAtt (Urgent|High|Normal|Low)Queue.Arn)");
  private static final Pattern OTHERS =
      Pattern.compile("(?<=\\{Type: (Schedule|DynamoDB), Properties: \\{)");

  private static final int BATCH = 100;
  private static final int SUBMITTERS = 4;

  private final LocalCloud cloud;
  private final Store store;
  private final Workers workers;
  private final StreamFollower statistics;
  private final StreamFollower indexer;
  private final Client client;

  private Rig(LocalCloud cloud) {
    this.cloud = cloud;
    this.store = new Store(cloud);
    Template whole = TemplateFile.read(TEMPLATE).resolve(Map.of("JwtIssuer", cloud.url()));
    this.workers = new Workers(cloud, whole, store.queueUrls());
    this.statistics = new StreamFollower(cloud, whole, "JobStats");
    this.indexer = new StreamFollower(cloud, whole, "Indexer");
    this.client = client("benchmark");
  }

  static Rig start() throws IOException {
    Files.createDirectories(MUTED.getParent());
    Files.writeString(MUTED, muted(Files.readString(TEMPLATE)));
    return new Rig(
        LocalCloud.start(
            new LocalOptions(
                    MUTED,
                    0,
                    Optional.empty(),
                    Map.of("RequestsPerSecond", UNTHROTTLED, "RequestBurst", UNTHROTTLED),
                    EngineOptions.OWN,
                    Path.of("target", "logs"))
                .withEnvironment(Map.of("RATE_LIMIT_ENABLED", "false"))));
  }

  static String muted(String template) {
    long queues = JOB_QUEUES.matcher(template).results().count();
    if (queues != Priority.values().length) {
      throw new IllegalStateException(
          "template.yaml has %d job queues in the form that is known here".formatted(queues));
    }
    String noQueues = JOB_QUEUES.matcher(template).replaceAll("Enabled: false, ");
    return OTHERS.matcher(noQueues).replaceAll("Enabled: false, ");
  }

  LocalCloud cloud() {
    return cloud;
  }

  Store store() {
    return store;
  }

  Workers workers() {
    return workers;
  }

  /** What counts the changes of jobs. */
  StreamFollower statistics() {
    return statistics;
  }

  /** What writes the search index. */
  StreamFollower indexer() {
    return indexer;
  }

  /** Of the tenant whose jobs most measurements are made with. */
  Client client() {
    return client;
  }

  Client client(String tenant) {
    return new Client(cloud, tenant);
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

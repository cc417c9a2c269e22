package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.aws.AwsClients;
import dev.headroom.cleanup.Cleanup;
import dev.headroom.cleanup.CleanupBackend;
import dev.headroom.jobs.JobFolder;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.lambda.Outcome;
import dev.headroom.objects.ObjectStores;
import dev.headroom.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A tenant that has jobs and cleans them up. */
public record CleanupClient(LocalCloud cloud, Client client, String tenant) {
  /** Not due of itself while a test lasts. */
  public static final long A_DAY = 86_400;

  public static CleanupClient of(LocalCloud cloud, String tenant) {
    return new CleanupClient(cloud, Client.of(cloud, tenant), tenant);
  }

  static String terms(String name, long intervalSeconds, int retentionDays) {
    return "{\"name\":\"%s\",\"interval_seconds\":%d,\"retention_days\":%d,\"targets\":[\"jobs\"]}"
        .formatted(name, intervalSeconds, retentionDays);
  }

  public void add(String name, long intervalSeconds, int retentionDays) {
    client.post("/cleanup/schedules", terms(name, intervalSeconds, retentionDays)).expect(201);
  }

  public void remove(String name) {
    client.delete("/cleanup/schedules/" + name).expect(200);
  }

  Client.Answer run(String query) {
    return client.send("POST", "/cleanup/run" + query, null);
  }

  /**
   * Has a process work on a run that begins at another time than now, and that finds things of the
   * history alone.
   *
   * @param time that it has for it
   */
  void runAt(Instant then, Duration time, Cleanup.Request wish) {
    Map<String, String> environment = new HashMap<>(cloud.engines().environment("CleanupApi"));
    environment.put("AWS_ACCESS_KEY_ID", "Test"); // whose calls are not the function's
    var aws = new AwsClients(environment);
    try (var dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb")) {
      CleanupBackend.open(
              dynamoDb,
              CleanupBackend.Where.read(new Settings(environment)),
              List.of(),
              InstantSource.fixed(then),
              new SecureRandom())
          .cleanup()
          .run(tenant, wish, then.plus(time));
    }
  }

  public JsonNode statistics() {
    return client.get("/cleanup/stats").expect(200).body();
  }

  public List<JsonNode> runs() {
    List<JsonNode> runs = new ArrayList<>();
    client.get("/cleanup/runs?limit=200").expect(200).body().path("runs").forEach(runs::add);
    return runs;
  }

  /** As EventBridge does once a minute. */
  public void tick() throws Exception {
    assertThat(cloud.function("CleanupTick").invoke("{}".getBytes(StandardCharsets.UTF_8)).get())
        .isInstanceOf(Outcome.Succeeded.class);
  }

  /** The jobs' ids, when they have completed. */
  List<String> endedJobs(int count) {
    List<String> ids = submit(count, "{\"job_type\":\"noop\"}");
    ids.forEach(client::ended);
    return ids;
  }

  /** Jobs that ended before a worker saw them, which is the quickest way to have many. */
  void cancelledJobs(int count) throws Exception {
    List<Callable<Client.Answer>> cancellations =
        submit(count, "{\"job_type\":\"noop\",\"delay_seconds\":86400}").stream()
            .<Callable<Client.Answer>>map(id -> () -> client.delete("/jobs/" + id))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var cancelled : threads.invokeAll(cancellations)) {
        cancelled.get().expect(200);
      }
    }
  }

  /** The ids of jobs that are all alike. */
  public List<String> submit(int count, String job) {
    String jobs = String.join(",", Collections.nCopies(count, job));
    return client
        .post("/jobs/submit/batch", "{\"jobs\":[%s]}".formatted(jobs))
        .expect(202)
        .body()
        .findValuesAsText("job_id");
  }

  /** One that stores objects: its parameters are too long for its item. */
  String endedJobWithObjects() {
    String sentence = "The software is provided as is, without warranty of any kind. ";
    String id =
        client.submit(
            "extraction",
            """
            {"index": false, "documents": [{"text": "%s"}],
             "taxonomy": {"name": "t", "categories": [{"name": "warranty"}]}}
            """
                .formatted(sentence.repeat(400)));
    client.ended(id);
    assertThat(objects()).isPositive();
    return id;
  }

  /** How many objects there are of all of the tenant's jobs. */
  public long objects() {
    Map<String, String> environment = new HashMap<>(cloud.engines().environment("JobsApi"));
    environment.put("AWS_ACCESS_KEY_ID", "Test"); // whose calls are not the function's
    return ObjectStores.open(
            environment.getOrDefault("OBJECT_STORE", ""), new AwsClients(environment))
        .list(JobFolder.prefixOf(tenant), Optional.empty(), Integer.MAX_VALUE)
        .size();
  }

  /** Ticks until a schedule has been run, by this tick or by the cloud's own. */
  void tickUntilRun(String schedule) throws Exception {
    Instant end = Instant.now().plusSeconds(60);
    while (runs().stream().noneMatch(run -> isEndedRunOf(schedule, run))) {
      assertThat(Instant.now()).as(runs().toString()).isBefore(end);
      tick();
    }
  }

  private static boolean isEndedRunOf(String schedule, JsonNode run) {
    return run.path("schedule_names").path(0).asText().equals(schedule)
        && !run.path("completed_at").isNull();
  }
}

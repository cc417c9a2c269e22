package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.Cleanup;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.lambda.Outcome;
import dev.headroom.local.recorder.Call;
import dev.headroom.local.recorder.CallRecorder;
import dev.headroom.local.template.Permission;
import dev.headroom.local.template.Template;
import dev.headroom.system.TheCloud;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each function's role in template.yaml allows what the function does, and nothing that no function
 * was seen to do. What cannot be seen here (log lines, the object store of a laptop) is listed.
 */
@ExtendWith(TheCloud.class)
class RolesTest {
  private static final Set<String> UNSEEN =
      Set.of(
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:ListBucket",
          // Asked when the stream's poller starts, and of Lambda itself.
          "dynamodb:DescribeStream",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
          // What AWS's own poller asks of a queue with the role of the function that it feeds.
          "sqs:GetQueueAttributes",
          // What a token is signed for that opens the cache, which is no call.
          "elasticache:Connect",
          // What Lambda does with the role of a function to attach it to a VPC.
          "ec2:CreateNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
          "ec2:DeleteNetworkInterface",
          "ec2:AssignPrivateIpAddresses",
          "ec2:UnassignPrivateIpAddresses");

  /**
   * A worker looks at its claim only while the work has nothing to tell; noop always has. And it
   * reads chunks that changed only when some did while an index was built anew.
   */
  private static final Set<String> RARE =
      Set.of("Worker dynamodb:GetItem", "Worker dynamodb:BatchGetItem");

  private static Set<Call> seen = Set.of();

  /** What all functions were seen to do, which takes a while and is looked at twice. */
  private static synchronized Set<Call> calls(LocalCloud cloud) throws Exception {
    if (seen.isEmpty()) {
      try (var recorder = new CallRecorder()) {
        useEverything(cloud);
        seen = Set.copyOf(recorder.calls().keySet());
      }
    }
    return seen;
  }

  private static void useEverything(LocalCloud cloud) throws Exception {
    var client = Client.of(cloud, "roles");
    for (String priority : List.of("urgent", "high", "normal", "low")) {
      String body = "{\"job_type\":\"noop\",\"priority\":\"%s\",%%s}".formatted(priority);
      String failing = "\"parameters\":{\"fail_attempts\":1,\"seconds\":1.5}";
      String id = client.post("/jobs/submit", body.formatted(failing)).expect(202).text("job_id");
      client.ended(id);
      client.delete("/jobs/" + id).expect(409);
      client.get("/jobs/" + id + "/result").expect(200);
      lookAfter(cloud, client, body);
    }
    useSearch(client);
    client.post("/jobs/submit/batch", "{\"jobs\":[{\"job_type\":\"noop\"}]}").expect(202);
    client.get("/jobs").expect(200);
    client.get("/jobs/queue/stats").expect(200);
    client.statistics(stats -> stats.path("completed_jobs").intValue() >= 4);
    // What the other function has just read of the jobs is cached for both.
    Client.of(cloud, "roles-metrics").get("/metrics").expect(200);
    client.send("POST", "/reset", null).expect(200);
    useCleanup(cloud);
  }

  /** By hand, and by the tick: of each target. */
  private static void useCleanup(LocalCloud cloud) throws Exception {
    var tenant = CleanupClient.of(cloud, "roles-cleanup");
    var dry = new Cleanup.Request(Optional.empty(), false, true);
    var client = tenant.client();
    String terms =
        """
        {"name": "%s", "interval_seconds": %d, "retention_days": 0,
         "targets": ["jobs", "orphaned_objects", "chunks", "search_index", "history"]}
        """;
    client.post("/cleanup/schedules", terms.formatted("by_hand", CleanupClient.A_DAY)).expect(201);
    for (int i = 0; i < 2; i++) {
      tenant.runAt(Instant.now().minus(Duration.ofDays(2)), Duration.ofSeconds(20), dry);
      tenant.endedJobWithObjects();
      putChunk(client);
      String id = tenant.run("?schedule_name=by_hand").expect(200).text("cleanup_id");
      client.get("/cleanup/runs/" + id).expect(200);
    }
    client.get("/cleanup/stats").expect(200);
    client.get("/cleanup/optimize").expect(200);
    tenant.runAt(Instant.now().minus(Duration.ofDays(2)), Duration.ofSeconds(20), dry);
    tenant.endedJobWithObjects();
    putChunk(client);
    client.post("/cleanup/schedules", terms.formatted("often", 1)).expect(201);
    tenant.tickUntilRun("often");
    tenant.remove("often");
  }

  private static void putChunk(Client client) {
    client
        .post("/search/chunks", "{\"chunks\":[{\"chunk_id\":\"c\",\"chunk_text\":\"c\"}]}")
        .expect(202);
  }

  /** By hand, and by a job that finds something of a stored taxonomy. */
  private static void useSearch(Client client) {
    String terms = "{\"name\":\"t\",\"categories\":[{\"name\":\"copyleft\"}]}";
    client.send("PUT", "/taxonomies/roles", terms).expect(201);
    client.get("/taxonomies/roles").expect(200);
    client.get("/taxonomies").expect(200);
    String text = "{\"documents\":[{\"text\":\"copyleft\"}],\"taxonomy_id\":\"roles\"}";
    client.ended(client.submit("extraction", text));
    awaitCount(client, 1);
    client.delete("/taxonomies/roles").expect(204);
    client
        .post("/search/chunks", "{\"chunks\":[{\"chunk_id\":\"r\",\"chunk_text\":\"r\"}]}")
        .expect(202);
    awaitCount(client, 2);
    client.delete("/search/chunks/r").expect(204);
    client.ended(client.submit("search_rebuild", "{}"));
  }

  private static void awaitCount(Client client, int wanted) {
    client.await(
        "/search/lazy/count", answer -> answer.body().path("total_count").intValue() == wanted);
  }

  /** Has the sweeper send a job, and SQS give up on it. */
  private static void lookAfter(LocalCloud cloud, Client client, String body) throws Exception {
    String far = body.formatted("\"delay_seconds\":901");
    String id = client.post("/jobs/submit", far).expect(202).text("job_id");
    String message =
        "{\"job_id\":\"%s\",\"tenant\":\"roles\",\"turn\":0,\"slice\":false}".formatted(id);
    Instant due = Instant.now().plusSeconds(1);
    while (Instant.now().isBefore(due)) {
      Thread.onSpinWait();
    }
    assertThat(cloud.function("JobSweeper").invoke("{}".getBytes(StandardCharsets.UTF_8)).get())
        .isInstanceOf(Outcome.Succeeded.class);
    try (var sqs = cloud.engines().sqsFor("Tester")) {
      sqs.sendMessage(
          send -> send.queueUrl(cloud.engines().queueUrl("DeadLetterQueue")).messageBody(message));
    }
    for (int i = 0;
        i < 60 && client.get("/jobs/" + id).body().path("attempts").intValue() == 0;
        i++) {
      client.with("if-none-match", "*").get("/jobs/" + id + "?wait=1");
    }
    client.delete("/jobs/" + id);
  }

  @Test
  void every_call_is_allowed_by_the_role_of_the_function_that_makes_it(LocalCloud cloud)
      throws Exception {
    Template template = cloud.template();
    Set<Call> calls = calls(cloud);

    assertThat(calls).extracting(Call::function).contains("JobsApi", "Worker");
    assertThat(calls)
        .filteredOn(call -> template.functions().containsKey(call.function()))
        .allSatisfy(
            call ->
                assertThat(template.permissionsOf(call.function()))
                    .anyMatch(permission -> permission.covers(call.action(), call.resource())));
  }

  @Test
  void no_role_allows_what_its_function_does_not_do(LocalCloud cloud) throws Exception {
    Template template = cloud.template();
    Set<Call> calls = calls(cloud);

    for (String function : template.functions().keySet()) {
      for (Permission permission : template.permissionsOf(function)) {
        if (UNSEEN.contains(permission.action())
            || RARE.contains(function + " " + permission.action())) {
          continue;
        }
        assertThat(calls)
            .as("%s may %s on %s", function, permission.action(), permission.resource())
            .anyMatch(
                call ->
                    call.function().equals(function)
                        && permission.covers(call.action(), call.resource()));
      }
    }
  }
}

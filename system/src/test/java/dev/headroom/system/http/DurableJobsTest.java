package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What makes jobs durable, as a client sees it. */
@ExtendWith(TheCloud.class)
class DurableJobsTest {
  private static String aJob(String type, String more) {
    return "{\"job_type\":\"%s\"%s}".formatted(type, more.isEmpty() ? "" : "," + more);
  }

  private static String submitted(Client client, String more) {
    return client.post("/jobs/submit", aJob("noop", more)).expect(202).text("job_id");
  }

  /** The job, once a client sees that it runs. */
  private static JsonNode running(Client client, String id) {
    Instant end = Instant.now().plusSeconds(60);
    JsonNode job;
    String tag = "\"0\"";
    do {
      var answer = client.with("if-none-match", tag).get("/jobs/" + id + "?wait=20");
      tag = answer.header("etag").orElse("\"0\"");
      job = answer.body();
      // No body: for as long as it has waited, nothing has changed.
    } while (job.path("status").asText("pending").equals("pending") && Instant.now().isBefore(end));
    assertThat(job.path("status").asText()).isEqualTo("running");
    return job;
  }

  @Test
  void a_running_job_is_cancelled_at_once_and_stays_so(LocalCloud cloud) {
    var client = Client.of(cloud, "cancel-running");
    String id = submitted(client, "\"parameters\":{\"seconds\":60},\"priority\":\"urgent\"");
    running(client, id);

    assertThat(client.delete("/jobs/" + id).expect(200).text("status")).isEqualTo("cancelled");

    JsonNode cancelled = client.get("/jobs/" + id).expect(200).body();
    assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
    assertThat(cancelled.path("completed_at").isTextual()).isTrue();
    client.delete("/jobs/" + id).expect(409);
    client.get("/jobs/" + id + "/result").expect(409);
    client.post("/jobs/" + id + "/retry", "").expect(409);
  }

  @Test
  void an_attempt_that_takes_too_long_is_ended(LocalCloud cloud) {
    var client = Client.of(cloud, "timeout");
    String id =
        submitted(
            client,
            "\"parameters\":{\"seconds\":60},\"timeout_seconds\":1,\"max_attempts\":1,\"priority\":\"high\"");

    JsonNode job = client.ended(id);

    assertThat(job.path("status").asText()).isEqualTo("failed");
    // A busy machine may have let it go on for longer than it has for stopping.
    assertThat(job.path("error").asText()).startsWith("Timed out after 1 s.");
    Instant started = Instant.parse(job.path("started_at").asText());
    Instant ended = Instant.parse(job.path("completed_at").asText());
    assertThat(Duration.between(started, ended)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_job_that_fails_is_tried_again_and_tells_of_each_attempt(LocalCloud cloud) {
    var client = Client.of(cloud, "retries");
    String id = submitted(client, "\"parameters\":{\"fail_attempts\":1},\"max_attempts\":2");

    JsonNode job = client.ended(id);

    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(job.path("attempts").intValue()).isEqualTo(2);
    assertThat(job.at("/attempt_errors/0/attempt").intValue()).isEqualTo(1);
    assertThat(job.at("/attempt_errors/0/error").asText()).contains("as was asked");
    assertThat(job.path("error").isNull()).isTrue();
  }

  @Test
  void a_failed_job_is_retried_by_hand(LocalCloud cloud) {
    var client = Client.of(cloud, "retry");
    String id = submitted(client, "\"parameters\":{\"fail_attempts\":1},\"max_attempts\":1");
    assertThat(client.ended(id).path("status").asText()).isEqualTo("failed");

    var retried = client.send("POST", "/jobs/" + id + "/retry", null).expect(202);

    assertThat(retried.header("location")).hasValue(Client.BASE + "/jobs/" + id);
    assertThat(client.ended(id).path("status").asText()).isEqualTo("completed");
    client.send("POST", "/jobs/" + id + "/retry", null).expect(409);
  }

  @Test
  void a_delayed_job_waits_and_can_be_cancelled_meanwhile(LocalCloud cloud) {
    var client = Client.of(cloud, "delay");
    String soon = submitted(client, "\"delay_seconds\":1");
    String week = submitted(client, "\"delay_seconds\":604800");

    JsonNode waiting = client.get("/jobs/" + week).expect(200).body();
    assertThat(waiting.path("status").asText()).isEqualTo("pending");
    assertThat(
            Duration.between(
                Instant.parse(waiting.path("created_at").asText()),
                Instant.parse(waiting.path("run_after").asText())))
        .isEqualTo(Duration.ofDays(7));
    assertThat(client.get("/jobs?status=pending").expect(200).body().path("jobs").size())
        .isGreaterThanOrEqualTo(1);
    client.delete("/jobs/" + week).expect(200);

    JsonNode done = client.ended(soon);
    assertThat(done.path("started_at").asText()).isGreaterThan(done.path("run_after").asText());
  }

  @Test
  void an_idempotency_key_makes_one_job_of_many_requests(LocalCloud cloud) {
    var client = Client.of(cloud, "idempotency");
    var keyed = client.with("idempotency-key", "order-4711");
    String body = aJob("noop", "\"parameters\":{\"note\":\"a\"},\"tags\":[\"x\"]");
    String sameBody = "{\"tags\":[\"x\"],\"parameters\":{\"note\":\"a\"},\"job_type\":\"noop\"}";

    String first = keyed.post("/jobs/submit", body).expect(202).text("job_id");

    assertThat(keyed.post("/jobs/submit", sameBody).expect(202).text("job_id")).isEqualTo(first);
    assertThat(keyed.post("/jobs/submit", aJob("noop", "")).expect(422).fields())
        .containsExactly("Idempotency-Key");
    assertThat(client.post("/jobs/submit", body).expect(202).text("job_id")).isNotEqualTo(first);
    assertThat(
            Client.of(cloud, "idempotency-2")
                .with("idempotency-key", "order-4711")
                .post("/jobs/submit", body)
                .expect(202)
                .text("job_id"))
        .isNotEqualTo(first);
    client.ended(first);
    assertThat(keyed.post("/jobs/submit", body).expect(202).text("job_id")).isEqualTo(first);
  }

  @Test
  void a_batch_is_answered_job_by_job(LocalCloud cloud) {
    var client = Client.of(cloud, "batch");
    String jobs =
        IntStream.range(0, 60)
            .mapToObj(i -> i % 20 == 7 ? aJob("telepathy", "") : aJob("noop", ""))
            .collect(Collectors.joining(","));

    JsonNode answers =
        client.post("/jobs/submit/batch", "{\"jobs\":[%s]}".formatted(jobs)).expect(202).body();

    assertThat(answers.path("jobs")).hasSize(60);
    for (int i = 0; i < 60; i++) {
      JsonNode answer = answers.path("jobs").path(i);
      if (i % 20 == 7) {
        assertThat(answer.path("status").asText()).isEqualTo("rejected");
        assertThat(answer.at("/errors/0/field").asText()).isEqualTo("job_type");
      } else {
        assertThat(answer.path("status").asText()).isEqualTo("submitted");
        client.ended(answer.path("job_id").asText());
      }
    }
  }

  @Test
  void a_batch_under_a_key_can_be_sent_again(LocalCloud cloud) {
    var client =
        Client.of(cloud, "batch-key").with("idempotency-key", UUID.randomUUID().toString());
    String body = "{\"jobs\":[%s,%s]}".formatted(aJob("noop", ""), aJob("noop", ""));

    List<String> first =
        client.post("/jobs/submit/batch", body).expect(202).body().findValuesAsText("job_id");

    assertThat(
            client.post("/jobs/submit/batch", body).expect(202).body().findValuesAsText("job_id"))
        .isEqualTo(first)
        .doesNotHaveDuplicates();
  }

  @Test
  void an_administrator_lists_the_jobs_of_a_tenant_and_nobody_else_does(LocalCloud cloud) {
    var owner = Client.of(cloud, "listed");
    String id = owner.submit("noop", "{}");

    var admin = Client.of(cloud, "operators", "performance.admin");
    assertThat(admin.get("/jobs?tenant=listed").expect(200).body().findValuesAsText("job_id"))
        .containsExactly(id);
    assertThat(Client.of(cloud, "curious").get("/jobs?tenant=listed").expect(422).fields())
        .containsExactly("tenant");
    owner.get("/jobs?tenant=listed").expect(200);
  }
}

package dev.headroom.system.http;

import static dev.headroom.system.http.CleanupClient.A_DAY;
import static dev.headroom.system.http.CleanupClient.terms;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.cleanup.Cleanup;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clean-up as a client sees it: what it removes, what it leaves, and what it says of both. */
@ExtendWith(TheCloud.class)
class CleanupApiTest {
  private static long sumOfRemoved(List<JsonNode> runs) {
    return runs.stream().mapToLong(run -> run.path("files_removed").longValue()).sum();
  }

  @Test
  void what_a_due_schedule_removes_is_gone_and_counted(LocalCloud cloud) throws Exception {
    var tenant = CleanupClient.of(cloud, "cleanup-due");
    List<String> jobs = new ArrayList<>(tenant.endedJobs(3));
    jobs.add(tenant.endedJobWithObjects());
    long objects = tenant.objects();
    tenant.client().statistics(counted -> counted.path("completed_jobs").intValue() == 4);

    tenant.add("often", 1, 0);
    tenant.tickUntilRun("often");
    tenant.remove("often");

    for (String job : jobs) {
      tenant.client().get("/jobs/" + job).expect(404);
    }
    assertThat(tenant.objects()).isZero();
    JsonNode statistics = tenant.statistics();
    assertThat(statistics.path("files_removed").longValue()).isEqualTo(4 + objects);
    assertThat(statistics.path("space_freed_bytes").longValue()).isGreaterThan(4 * 100);
    assertThat(statistics.path("cleanup_percentage").doubleValue()).isEqualTo(100);
    assertThat(statistics.at("/by_target/jobs/files_found").longValue()).isEqualTo(4 + objects);
    // It may have been due twice; the second one finds nothing.
    List<JsonNode> runs = tenant.runs();
    assertThat(statistics.path("total_cleanups").intValue()).isEqualTo(runs.size());
    assertThat(sumOfRemoved(runs)).isEqualTo(4 + objects);
    assertThat(runs).allMatch(run -> run.path("trigger").asText().equals("scheduled"));
    tenant.client().statistics(counted -> counted.path("total_jobs").intValue() == 0);
  }

  @Test
  void a_dry_run_tells_what_the_run_after_it_removes(LocalCloud cloud) {
    var tenant = CleanupClient.of(cloud, "cleanup-dry");
    List<String> jobs = tenant.endedJobs(2);
    String withObjects = tenant.endedJobWithObjects();
    tenant.add("all", A_DAY, 0);

    JsonNode dry = tenant.run("?schedule_name=all&dry_run=True").expect(200).body();
    JsonNode askedInTheBody =
        tenant
            .client()
            .post("/cleanup/run", "{\"schedule_name\":\"all\",\"dry_run\":true}")
            .expect(200)
            .body();
    tenant.client().get("/jobs/" + jobs.getFirst()).expect(200);
    tenant.client().get("/jobs/" + withObjects + "/result").expect(200);
    assertThat(tenant.statistics().path("total_cleanups").intValue()).isZero();
    JsonNode real = tenant.run("?schedule_name=all").expect(200).body();

    assertThat(real.path("files_removed").longValue()).isGreaterThan(3);
    assertThat(removed(dry)).isEqualTo(removed(real)).isEqualTo(removed(askedInTheBody));
    assertThat(dry.path("dry_run").booleanValue()).isTrue();
    assertThat(tenant.statistics().path("files_removed")).isEqualTo(real.path("files_removed"));
    assertThat(tenant.statistics().path("total_cleanups").intValue()).isEqualTo(1);
    tenant.client().get("/jobs/" + withObjects).expect(404);
    assertThat(shown(tenant, real)).isEqualTo(real);
    assertThat(shown(tenant, dry)).isEqualTo(dry);
  }

  /** All that a run says of what it removed, but when. */
  private static JsonNode removed(JsonNode run) {
    ObjectNode told = run.deepCopy();
    told.retain("files_removed", "space_freed_bytes", "targets", "schedule_names", "status");
    told.path("targets").forEach(target -> ((ObjectNode) target).remove("older_than"));
    return told;
  }

  private static JsonNode shown(CleanupClient tenant, JsonNode run) {
    return tenant.client().get("/cleanup/runs/" + run.path("cleanup_id").asText()).body();
  }

  @Test
  void what_waits_or_runs_stays_whatever_the_retention(LocalCloud cloud) {
    var tenant = CleanupClient.of(cloud, "cleanup-in-use");
    var client = tenant.client();
    String running = client.submit("noop", "{\"seconds\":60}");
    String waiting =
        client
            .post("/jobs/submit", "{\"job_type\":\"noop\",\"delay_seconds\":600}")
            .expect(202)
            .text("job_id");
    tenant.endedJobs(1);
    client.await(
        "/jobs/" + running, answer -> answer.body().path("status").asText().equals("running"));
    tenant.add("all", A_DAY, 0);

    JsonNode run = tenant.run("?force=true").expect(200).body();

    assertThat(run.at("/targets/0/items_removed").longValue()).isEqualTo(1);
    assertThat(client.get("/jobs/" + running).expect(200).text("status")).isEqualTo("running");
    assertThat(client.get("/jobs/" + waiting).expect(200).text("status")).isEqualTo("pending");
    client.delete("/jobs/" + running).expect(200);
    client.delete("/jobs/" + waiting).expect(200);
  }

  @Test
  void a_tenant_cleans_up_and_sees_only_its_own(LocalCloud cloud) throws Exception {
    var tenant = CleanupClient.of(cloud, "cleanup-own");
    var other = CleanupClient.of(cloud, "cleanup-others");
    String own = tenant.endedJobs(1).getFirst();
    String others = other.endedJobWithObjects();
    long objects = other.objects();
    tenant.add("mine", 1, 0);
    other.add("theirs", A_DAY, 0);

    tenant.tickUntilRun("mine");
    JsonNode run = tenant.run("?force=true").expect(200).body();

    tenant.client().get("/jobs/" + own).expect(404);
    other.client().get("/jobs/" + others + "/result").expect(200);
    assertThat(other.objects()).isEqualTo(objects);
    assertThat(other.runs()).isEmpty();
    assertThat(other.statistics().path("total_cleanups").intValue()).isZero();
    other.client().get("/cleanup/runs/" + run.path("cleanup_id").asText()).expect(404);
    other.client().delete("/cleanup/schedules/mine").expect(404);
    other.run("?schedule_name=mine").expect(404);
    assertThat(names(other.client().get("/cleanup/schedules"))).containsExactly("theirs");
    tenant.remove("mine");
  }

  private static List<String> names(Client.Answer page) {
    return page.expect(200).body().path("schedules").findValuesAsText("name");
  }

  @Test
  void many_who_clean_up_at_once_count_each_thing_once(LocalCloud cloud) throws Exception {
    var tenant = CleanupClient.of(cloud, "cleanup-crowd");
    tenant.cancelledJobs(110);
    tenant.add("all", A_DAY, 0);
    List<Callable<Client.Answer>> clients = Collections.nCopies(8, () -> tenant.run("?force=true"));

    List<Client.Answer> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(clients)) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).extracting(Client.Answer::status).isSubsetOf(200, 202, 409).contains(200);
    assertThat(sumOfRemoved(answers.stream().map(Client.Answer::body).toList())).isEqualTo(110);
    JsonNode statistics = tenant.statistics();
    assertThat(statistics.path("files_removed").intValue()).isEqualTo(110);
    assertThat(statistics.path("total_cleanups").longValue())
        .isEqualTo(answers.stream().filter(answer -> answer.status() == 200).count());
  }

  @Test
  void a_schedule_is_there_once_and_changed_by_nobody(LocalCloud cloud) {
    var tenant = CleanupClient.of(cloud, "cleanup-twice");
    var client = tenant.client();
    JsonNode added =
        client.post("/cleanup/schedules", terms("daily", A_DAY, 30)).expect(201).body();

    JsonNode again =
        client.post("/cleanup/schedules", terms("daily", A_DAY, 30)).expect(200).body();
    client.post("/cleanup/schedules", terms("daily", A_DAY, 0)).expect(409);
    client.post("/cleanup/schedules", terms("daily", 60, 30)).expect(409);

    assertThat(again.path("schedule")).isEqualTo(added.path("schedule"));
    assertThat(client.get("/cleanup/schedules").body().path("schedules"))
        .containsExactly(added.path("schedule"));
    assertThat(client.delete("/cleanup/schedules/daily").expect(200).text("message"))
        .contains("'daily'");
    client.delete("/cleanup/schedules/daily").expect(404);
    assertThat(names(client.get("/cleanup/schedules"))).isEmpty();
  }

  @Test
  void pages_have_each_schedule_and_each_run_once(LocalCloud cloud) {
    var tenant = CleanupClient.of(cloud, "cleanup-pages");
    List<String> ids = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      tenant.add(name, A_DAY, 30);
      ids.addFirst(tenant.run("?schedule_name=" + name).expect(200).text("cleanup_id"));
    }

    assertThat(paged(tenant, "/cleanup/schedules?limit=2", "schedules", "name"))
        .containsExactly("a", "b", "c");
    assertThat(paged(tenant, "/cleanup/runs?limit=2", "runs", "cleanup_id"))
        .containsExactlyElementsOf(ids);
    for (String list : List.of("/cleanup/schedules", "/cleanup/runs")) {
      assertThat(tenant.client().get(list + "?cursor=nonsense").expect(422).fields())
          .containsExactly("cursor");
      assertThat(tenant.client().get(list + "?limit=0").expect(422).fields())
          .containsExactly("limit");
      assertThat(tenant.client().get(list + "?limit=201").expect(422).fields())
          .containsExactly("limit");
      tenant.client().get(list + "?limit=x").expect(400);
    }
  }

  private static List<String> paged(CleanupClient tenant, String path, String list, String field) {
    JsonNode first = tenant.client().get(path).expect(200).body();
    assertThat(first.path(list)).hasSize(2);
    JsonNode last =
        tenant.client().get(path + "&cursor=" + first.path("next_cursor").asText()).body();
    assertThat(last.path("next_cursor").isNull()).isTrue();
    List<String> all = new ArrayList<>();
    first.path(list).forEach(one -> all.add(one.path(field).asText()));
    last.path(list).forEach(one -> all.add(one.path(field).asText()));
    return all;
  }

  @Test
  void a_reader_looks_and_changes_nothing(LocalCloud cloud) {
    CleanupClient.of(cloud, "cleanup-scopes").add("daily", A_DAY, 30);
    var reader = Client.of(cloud, "cleanup-scopes", "performance.read");
    var writer = Client.of(cloud, "cleanup-scopes", "performance.write");
    var admin = Client.of(cloud, "cleanup-scopes", "performance.admin");
    var nobody = Client.anonymous(cloud);

    for (String path :
        List.of("/cleanup/stats", "/cleanup/runs", "/cleanup/schedules", "/cleanup/optimize")) {
      reader.get(path).expect(200);
      admin.get(path).expect(200);
      writer.get(path).expect(403);
      nobody.get(path).expect(401);
    }
    for (Client client : List.of(reader, nobody)) {
      int refused = client == reader ? 403 : 401;
      client.send("POST", "/cleanup/run?force=true", null).expect(refused);
      client.post("/cleanup/schedules", terms("more", A_DAY, 30)).expect(refused);
      client.delete("/cleanup/schedules/daily").expect(refused);
    }
    assertThat(names(reader.get("/cleanup/schedules"))).containsExactly("daily");
    assertThat(reader.get("/cleanup/runs").body().path("runs")).isEmpty();
    writer.delete("/cleanup/schedules/daily").expect(200);
  }

  @Test
  void runs_are_listed_by_pages_the_one_under_way_first_and_each_once(LocalCloud cloud) {
    var tenant = CleanupClient.of(cloud, "cleanup-under-way");
    tenant
        .client()
        .post(
            "/cleanup/schedules",
            "{\"name\":\"all\",\"interval_seconds\":86400,\"retention_days\":0,\"targets\":[\"history\"]}")
        .expect(201);
    tenant.run("?schedule_name=all").expect(200);
    tenant.run("?schedule_name=all").expect(200);
    // No tick goes on with it within the hour.
    var wish = new Cleanup.Request(Optional.of("all"), false, false);
    tenant.runAt(Instant.now().plus(Duration.ofHours(1)), Duration.ZERO, wish);

    List<String> statuses = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    String cursor = "";
    do {
      JsonNode page = tenant.client().get("/cleanup/runs?limit=1" + cursor).expect(200).body();
      assertThat(page.path("runs")).hasSize(1);
      statuses.add(page.at("/runs/0/status").asText());
      ids.add(page.at("/runs/0/cleanup_id").asText());
      cursor = "&cursor=" + page.path("next_cursor").asText();
    } while (!cursor.endsWith("null") && statuses.size() < 5);

    assertThat(statuses).containsExactly("running", "completed", "completed");
    assertThat(ids).hasSize(3);
  }
}

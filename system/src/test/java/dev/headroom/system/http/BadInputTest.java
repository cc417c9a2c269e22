package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import dev.headroom.system.http.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nonsense gets its right status and names its field; it costs no job and no worker. */
@ExtendWith(TheCloud.class)
class BadInputTest {
  private static final String SUBMIT = "/jobs/submit";

  private static void hasNoJobs(Client client) {
    assertThat(client.get("/jobs").expect(200).body().path("jobs")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "{\"job_type\": \"noop\"} trailing", "\u0000"})
  void what_is_not_json_is_400(String body, LocalCloud cloud) {
    var client = Client.of(cloud, "not-json");

    client.post(SUBMIT, body).expect(400);

    hasNoJobs(client);
  }

  @Test
  void a_json_array_is_422(LocalCloud cloud) {
    Answer answer = Client.of(cloud, "array").post(SUBMIT, "[{\"job_type\":\"noop\"}]").expect(422);

    assertThat(answer.text("detail")).isEqualTo("The body must be a JSON object.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                             | job_type",
        "{\"job_type\":\"\"}                                            | job_type",
        "{\"job_type\":7}                                               | job_type",
        "{\"job_type\":\"telepathy\"}                                   | job_type",
        "{\"job_type\":\"noop\",\"priority\":\"immediate\"}             | priority",
        "{\"job_type\":\"noop\",\"parameters\":[]}                      | parameters",
        "{\"job_type\":\"noop\",\"parameters\":{\"note\":7}}            | parameters.note",
        "{\"job_type\":\"noop\",\"parameters\":{\"other\":1}}           | parameters",
        "{\"job_type\":\"noop\",\"colour\":\"red\"}                     | colour",
        "{\"job_type\":\"extraction\",\"parameters\":{}}                | parameters",
        "{\"job_type\":\"extraction\",\"parameters\":{\"documents\":[{\"text\":\"a\"}]}} | parameters",
        "{\"job_type\":\"extraction\",\"parameters\":{\"documents\":[{\"text\":\"a\"}],\"taxonomy_id\":1,\"taxonomy\":{\"name\":\"t\",\"categories\":[{\"name\":\"c\"}]}}} | parameters.taxonomy",
        "{\"job_type\":\"extraction\",\"parameters\":{\"documents\":[{\"text\":\"a\"}],\"taxonomy_id\":\"a/b\"}} | parameters.taxonomy_id",
        "{\"job_type\":\"extraction\",\"parameters\":{\"documents\":[{\"text\":\"a\"}],\"taxonomy_id\":1.5}} | parameters.taxonomy_id",
        "{\"job_type\":\"extraction\",\"parameters\":{\"documents\":[{\"text\":\"a\",\"id\":\"a\\nb\"}],\"taxonomy_id\":1}} | parameters.documents[0].id",
        "{\"job_type\":\"noop\",\"max_attempts\":0}                   | max_attempts",
        "{\"job_type\":\"noop\",\"max_attempts\":11}                  | max_attempts",
        "{\"job_type\":\"noop\",\"max_attempts\":1.5}                 | max_attempts",
        "{\"job_type\":\"noop\",\"max_attempts\":99999999999}         | max_attempts",
        "{\"job_type\":\"noop\",\"timeout_seconds\":0}                | timeout_seconds",
        "{\"job_type\":\"noop\",\"timeout_seconds\":86401}            | timeout_seconds",
        "{\"job_type\":\"noop\",\"delay_seconds\":-1}                 | delay_seconds",
        "{\"job_type\":\"noop\",\"delay_seconds\":604801}             | delay_seconds",
        "{\"job_type\":\"noop\",\"tags\":[\"\"]}                       | tags",
        "{\"job_type\":\"noop\",\"tags\":[null]}                      | tags",
        "{\"job_type\":\"noop\",\"tags\":\"x\"}                       | tags",
        "{\"job_type\":\"extraction\",\"parameters\":{\"documents\":[{\"text\":3}],\"taxonomy\":{\"name\":\"t\",\"categories\":[{\"name\":\"c\"}]}}} | parameters.documents[0].text",
      })
  void a_value_that_is_not_allowed_is_422_and_its_field_is_named(
      String body, String field, LocalCloud cloud) {
    var client = Client.of(cloud, "invalid");

    assertThat(client.post(SUBMIT, body).expect(422).fields()).contains(field);

    hasNoJobs(client);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"jobs\":[]}", "{\"jobs\":null}", "{\"jobs\":{}}"})
  void a_batch_without_jobs_is_422(String body, LocalCloud cloud) {
    assertThat(Client.of(cloud, "batch-none").post(SUBMIT + "/batch", body).expect(422).fields())
        .containsExactly("jobs");
  }

  @Test
  void a_batch_of_too_many_jobs_is_422_and_none_is_accepted(LocalCloud cloud) {
    var client = Client.of(cloud, "batch-many");
    String jobs = "{\"job_type\":\"noop\"},".repeat(1_001);
    String body = "{\"jobs\":[%s]}".formatted(jobs.substring(0, jobs.length() - 1));

    assertThat(client.post(SUBMIT + "/batch", body).expect(422).fields()).containsExactly("jobs");

    hasNoJobs(client);
  }

  @Test
  void an_idempotency_key_that_is_too_long_is_422(LocalCloud cloud) {
    var client = Client.of(cloud, "long-key").with("idempotency-key", "k".repeat(201));

    assertThat(client.post(SUBMIT, "{\"job_type\":\"noop\"}").expect(422).fields())
        .containsExactly("Idempotency-Key");
  }

  @Test
  void seven_megabytes_are_413(LocalCloud cloud) {
    var client = Client.of(cloud, "huge");
    String body =
        "{\"job_type\":\"noop\",\"parameters\":{\"note\":\"%s\"}}"
            .formatted("x".repeat(7 * 1024 * 1024));

    client.post(SUBMIT, body).expect(413);

    hasNoJobs(client);
  }

  @Test
  void twelve_megabytes_are_413_too(LocalCloud cloud) {
    Client.of(cloud, "huger").post(SUBMIT, "x".repeat(12 * 1024 * 1024)).expect(413);
  }

  @Test
  void a_deeply_nested_body_is_400(LocalCloud cloud) {
    String body =
        "{\"job_type\":\"noop\",\"parameters\":{\"note\":%s}}"
            .formatted("[".repeat(100_000) + "]".repeat(100_000));

    Client.of(cloud, "deep").post(SUBMIT, body).expect(400);
  }

  @Test
  void another_media_type_is_415(LocalCloud cloud) {
    Client.of(cloud, "media").with("content-type", "text/plain").post(SUBMIT, "{}").expect(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "job_1",
        "job_0123456789ABCDEF0123456789ABCDEF",
        "%00",
        "..%2f..",
        "job_0123456789abcdef0123456789abcdef"
      })
  void an_id_that_is_none_is_404_and_named(String id, LocalCloud cloud) {
    var client = Client.of(cloud, "ids");

    assertThat(client.get("/jobs/" + id).expect(404).fields()).containsExactly("job_id");
    client.get("/jobs/" + id + "/result").expect(404);
    client.delete("/jobs/" + id).expect(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/jobs?limit=x,          400, ''",
    "/jobs?limit=0,          422, limit",
    "/jobs?limit=201,        422, limit",
    "/jobs?status=sleeping,  422, status",
    "/jobs?priority=later,   422, priority",
    "/jobs?since=yesterday,  400, ''",
    "/jobs?cursor=nonsense,  422, cursor",
    "/health?deep=true,      422, deep",
    "/jobs/job_0123456789abcdef0123456789abcdef?wait=21,      422, wait",
    "/jobs/job_0123456789abcdef0123456789abcdef?wait=forever, 400, ''",
  })
  void a_query_that_cannot_be_is_refused_and_its_parameter_named(
      String path, int status, String field, LocalCloud cloud) {
    Answer answer = Client.of(cloud, "query").get(path).expect(status);

    if (status == 422) {
      assertThat(answer.fields()).containsExactly(field);
    }
  }

  @Test
  void no_token_is_401(LocalCloud cloud) {
    Answer answer = Client.anonymous(cloud).post(SUBMIT, "{\"job_type\":\"noop\"}").expect(401);

    assertThat(answer.header("www-authenticate")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "Bearer", "Bearer a.b.c", "Basic dTpw"})
  void a_garbled_token_is_401(String authorization, LocalCloud cloud) {
    Client.anonymous(cloud).with("authorization", authorization).get("/jobs").expect(401);
  }

  @Test
  void an_expired_token_is_401(LocalCloud cloud) {
    Client.anonymous(cloud)
        .with("authorization", "Bearer " + Tokens.expired(cloud))
        .get("/jobs")
        .expect(401);
  }

  @Test
  void a_token_of_another_issuers_key_is_401(LocalCloud cloud) {
    Client.anonymous(cloud)
        .with("authorization", "Bearer " + Tokens.foreign(cloud))
        .get("/jobs")
        .expect(401);
  }

  @Test
  void a_token_without_the_scope_is_403(LocalCloud cloud) {
    var reader = Client.of(cloud, "reader", "performance.read");
    var nobody = Client.of(cloud, "nobody", "something.else");

    reader.post(SUBMIT, "{\"job_type\":\"noop\"}").expect(403);
    reader.get("/jobs").expect(200);
    nobody.get("/jobs").expect(403);
  }

  @Test
  void an_unknown_path_is_404_in_the_dialect_of_its_prefix(LocalCloud cloud) {
    var client = Client.of(cloud, "nowhere");

    assertThat(client.get("/nowhere").expect(404).text("title")).isEqualTo("Not Found");
    client.get("//nowhere").expect(404);
    Answer sommos = client.get("//api/performance/nowhere").expect(404);
    assertThat(sommos.body().path("success").isBoolean()).isTrue();
    assertThat(sommos.body().path("success").booleanValue()).isFalse();
    assertThat(sommos.text("error")).isNotEmpty();
  }

  @Test
  void an_unknown_method_is_405_and_the_allowed_ones_are_named(LocalCloud cloud) {
    Answer answer = Client.of(cloud, "method").send("PUT", SUBMIT, "{}").expect(405);

    assertThat(answer.header("allow")).hasValue("POST");
  }
}

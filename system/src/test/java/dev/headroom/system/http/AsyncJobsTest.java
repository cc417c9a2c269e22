package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same jobs in SommOS's dialect. */
@ExtendWith(TheCloud.class)
class AsyncJobsTest {
  private static final String ASYNC = "//api/performance/async";

  private static String submit(Client client, String body) {
    var answer = client.post(ASYNC + "/job", body).expect(202);
    assertThat(answer.body().at("/data/status").asText()).isEqualTo("queued");
    String id = answer.body().at("/data/jobId").asText();
    assertThat(answer.header("location")).hasValue("/api/performance/async/job/" + id);
    return id;
  }

  private static JsonNode job(Client client, String id) {
    return client.get(ASYNC + "/job/" + id).expect(200).body().path("data");
  }

  @Test
  void a_job_is_queued_run_and_shown_with_its_result(LocalCloud cloud) {
    var client = Client.of(cloud, "async");

    String id =
        submit(
            client,
            "{\"jobType\":\"noop\",\"data\":{\"note\":\"hi\"},\"options\":{\"priority\":2,\"timeout\":300000,\"retries\":4}}");

    client.ended(id);
    JsonNode job = job(client, id);
    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(job.at("/result/note").asText()).isEqualTo("hi");
    assertThat(job.path("timeout").longValue()).isEqualTo(300_000);
    assertThat(job.path("maxAttempts").intValue()).isEqualTo(5);
    client.delete(ASYNC + "/job/" + id).expect(409);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 3, urgent",
    "3, 3, urgent",
    "2, 2, high",
    "1, 1, normal",
    "0, 0, low",
    "-4, 0, low"
  })
  void a_higher_priority_runs_first(String asked, int shown, String named, LocalCloud cloud) {
    var client = Client.of(cloud, "async-priority");

    String id =
        submit(client, "{\"jobType\":\"noop\",\"options\":{\"priority\":%s}}".formatted(asked));

    assertThat(job(client, id).path("priority").intValue()).isEqualTo(shown);
    assertThat(client.get("/jobs/" + id).expect(200).text("priority")).isEqualTo(named);
  }

  @Test
  void a_delayed_job_is_cancelled(LocalCloud cloud) {
    var client = Client.of(cloud, "async-cancel");
    String id = submit(client, "{\"jobType\":\"noop\",\"options\":{\"delay\":3600000}}");
    assertThat(job(client, id).path("status").asText()).isEqualTo("queued");

    client.delete(ASYNC + "/job/" + id).expect(200);

    assertThat(job(client, id).path("status").asText()).isEqualTo("cancelled");
    assertThat(job(client, id).path("result").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                            | jobType",
        "{\"jobType\":\"noop\",\"options\":{\"timeout\":0}}            | options.timeout",
        "{\"jobType\":\"noop\",\"options\":{\"timeout\":86400001}}     | options.timeout",
        "{\"jobType\":\"noop\",\"options\":{\"delay\":-1}}             | options.delay",
        "{\"jobType\":\"noop\",\"options\":{\"retries\":10}}           | options.retries",
        "{\"jobType\":\"noop\",\"options\":{\"priority\":\"high\"}}    | options.priority",
        "{\"jobType\":\"noop\",\"data\":[]}                            | data",
        "{\"job_type\":\"noop\"}                                       | job_type",
        "{\"jobType\":\"noop\",\"data\":{\"note\":7}}                  | parameters.note",
      })
  void a_value_that_is_not_allowed_is_422_in_the_envelope(
      String body, String field, LocalCloud cloud) {
    var answer = Client.of(cloud, "async-invalid").post(ASYNC + "/job", body).expect(422);

    assertThat(answer.fields()).contains(field);
    assertThat(answer.body().path("success").booleanValue()).isFalse();
  }

  @Test
  void another_tenants_job_is_not_there(LocalCloud cloud) {
    String id = submit(Client.of(cloud, "async-owner"), "{\"jobType\":\"noop\"}");

    var other = Client.of(cloud, "async-other");
    other.get(ASYNC + "/job/" + id).expect(404);
    other.delete(ASYNC + "/job/" + id).expect(404);
  }
}

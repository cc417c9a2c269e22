package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.LocalOptions;
import dev.headroom.local.recorder.CallRecorder;
import dev.headroom.local.template.Permission;
import dev.headroom.system.TheTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that a function beside the stack's own does, which the stack's parameter allows. */
class InvokeTest {
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:Total";
  private static final String FUNCTION =
      """
        Total:
          Type: AWS::Serverless::Function
          Properties:
            Handler: dev.headroom.system.http.Total
            CodeUri: a folder of the user's
            Role: !GetAtt DashboardRole.Arn

      Outputs:
      """;

  private static LocalCloud cloud;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    String template = Files.readString(TheTemplate.FILE).replace("Outputs:\n", FUNCTION);
    Path file = Files.writeString(folder.resolve("template.yaml"), template);
    LocalOptions usual = LocalOptions.of(file);
    cloud =
        LocalCloud.start(
            new LocalOptions(
                file,
                usual.port(),
                usual.data(),
                Map.of("InvocableFunctions", ARN),
                usual.engines(),
                usual.logs()));
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void a_function_does_a_job_call_after_call() {
    var client = Client.of(cloud, "invoke");
    var recorder = new CallRecorder();

    String id =
        client.submit("invoke", "{\"function\": \"Total\", \"payload\": {\"numbers\": [3, 4, 5]}}");

    assertThat(client.ended(id).path("status").asText()).isEqualTo("completed");
    JsonNode result = client.get("/jobs/" + id + "/result").expect(200).body();
    assertThat(result.path("total").intValue()).isEqualTo(12);
    recorder.close();
    assertThat(recorder.calls())
        .anySatisfy(
            (call, tally) -> {
              assertThat(call.action()).isEqualTo("lambda:InvokeFunction");
              assertThat(cloud.template().permissionsOf("Worker"))
                  .anyMatch(permission -> permission.covers(call.action(), call.resource()));
              assertThat(tally.attempts()).isEqualTo(4);
            });
  }

  @Test
  void what_the_function_throws_is_the_jobs_error_when_no_attempt_is_left() {
    var client = Client.of(cloud, "invoke");
    String body =
        "{\"job_type\": \"invoke\", \"max_attempts\": 1, \"parameters\": {\"function\": \"Total\"}}";

    String id = client.post("/jobs/submit", body).expect(202).text("job_id");

    assertThat(client.ended(id).path("error").asText())
        .isEqualTo("The function threw java.lang.IllegalArgumentException: There are no numbers.");
  }

  @Test
  void any_other_function_is_refused() {
    var refusal =
        Client.of(cloud, "invoke")
            .post(
                "/jobs/submit",
                "{\"job_type\": \"invoke\", \"parameters\": {\"function\": \"Worker\"}}")
            .expect(422);

    assertThat(refusal.fields()).containsExactly("parameters.function");
    assertThat(refusal.text("detail")).contains("InvocableFunctions");
  }

  @Test
  void where_no_function_is_allowed_the_worker_may_call_none() {
    List<Permission> permissions = TheTemplate.read().permissionsOf("Worker");

    assertThat(permissions).extracting(Permission::action).doesNotContain("lambda:InvokeFunction");
    assertThat(cloud.template().permissionsOf("Worker"))
        .contains(new Permission("lambda:InvokeFunction", ARN));
  }
}

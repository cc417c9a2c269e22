package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.LocalCloud;
import dev.headroom.local.recorder.Call;
import dev.headroom.local.recorder.CallRecorder;
import dev.headroom.local.template.Permission;
import dev.headroom.local.template.Template;
import dev.headroom.system.TheCloud;
import dev.headroom.system.TheTemplate;
import java.util.List;
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
          "s3:ListBucket",
          // What AWS's own poller asks of a queue with the role of the function that it feeds.
          "sqs:GetQueueAttributes");

  /** Only needed when a queue does not answer. */
  private static final Set<String> RARE = Set.of("dynamodb:DeleteItem");

  private final Template template = TheTemplate.read();

  private static void useEverything(LocalCloud cloud) {
    var client = Client.of(cloud, "roles");
    for (String priority : List.of("urgent", "high", "normal", "low")) {
      String id =
          client
              .post(
                  "/jobs/submit", "{\"job_type\":\"noop\",\"priority\":\"%s\"}".formatted(priority))
              .expect(202)
              .text("job_id");
      client.ended(id);
      client.delete("/jobs/" + id).expect(409);
      client.get("/jobs/" + id + "/result").expect(200);
    }
    client.get("/jobs").expect(200);
    client.get("/jobs/queue/stats").expect(200);
  }

  @Test
  void every_call_is_allowed_by_the_role_of_the_function_that_makes_it(LocalCloud cloud) {
    CallRecorder.reset();
    useEverything(cloud);

    Set<Call> calls = CallRecorder.calls().keySet();

    assertThat(calls).extracting(Call::function).contains("JobsApi", "Worker");
    assertThat(calls)
        .filteredOn(call -> template.functions().containsKey(call.function()))
        .allSatisfy(
            call ->
                assertThat(template.permissionsOf(call.function()))
                    .anyMatch(permission -> permission.covers(call.action(), call.resource())));
  }

  @Test
  void no_role_allows_what_its_function_does_not_do(LocalCloud cloud) {
    CallRecorder.reset();
    useEverything(cloud);
    Set<Call> calls = CallRecorder.calls().keySet();

    for (String function : template.functions().keySet()) {
      for (Permission permission : template.permissionsOf(function)) {
        if (UNSEEN.contains(permission.action()) || RARE.contains(permission.action())) {
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

package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.LocalOptions;
import dev.headroom.local.recorder.Call;
import dev.headroom.local.recorder.CallRecorder;
import dev.headroom.system.TheCloud;
import dev.headroom.system.TheTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment that has a second pool of workers, and a job type that is moved to it and back. */
class PoolsTest {
  private static final String COMPUTE =
      """
        ComputeUrgentQueue: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 900}}
        ComputeHighQueue: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 900}}
        ComputeNormalQueue: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 900}}
        ComputeLowQueue: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 900}}
        ComputeWorker:
          Type: AWS::Serverless::Function
          Properties:
            Handler: dev.headroom.worker.Worker
            CodeUri: functions/worker/target/headroom-worker-function.zip
            Timeout: 900
            Role: !GetAtt WorkerRole.Arn
            Environment: {Variables: {INVOCABLE_FUNCTIONS: ""}}
            Events:
              Urgent: {Type: SQS, Properties: {Queue: !GetAtt ComputeUrgentQueue.Arn, BatchSize: 1, FunctionResponseTypes: [ReportBatchItemFailures], ScalingConfig: {MaximumConcurrency: 2}}}
              High: {Type: SQS, Properties: {Queue: !GetAtt ComputeHighQueue.Arn, BatchSize: 1, FunctionResponseTypes: [ReportBatchItemFailures], ScalingConfig: {MaximumConcurrency: 2}}}
              Normal: {Type: SQS, Properties: {Queue: !GetAtt ComputeNormalQueue.Arn, BatchSize: 1, FunctionResponseTypes: [ReportBatchItemFailures], ScalingConfig: {MaximumConcurrency: 2}}}
              Low: {Type: SQS, Properties: {Queue: !GetAtt ComputeLowQueue.Arn, BatchSize: 1, FunctionResponseTypes: [ReportBatchItemFailures], ScalingConfig: {MaximumConcurrency: 2}}}

      Outputs:
      """;
  private static final String QUEUES =
      "        COMPUTE_QUEUES: !Sub ${ComputeUrgentQueue},${ComputeHighQueue},${ComputeNormalQueue},${ComputeLowQueue}\n";

  @TempDir private Path folder;

  private LocalCloud cloud(String moves) throws IOException {
    String template =
        Files.readString(TheTemplate.FILE)
            .replace("        JOB_TYPE_POOLS:", QUEUES + "        JOB_TYPE_POOLS:")
            .replace("Outputs:\n", COMPUTE);
    Path file = Files.writeString(folder.resolve("template.yaml"), template);
    return LocalCloud.start(
        LocalOptions.of(file).withEnvironment(TheCloud.patientWith("JOB_TYPE_POOLS", moves)));
  }

  /** The functions that changed a job, whose own client is JobsApi. */
  private static Set<String> workers(CallRecorder recorder) {
    return recorder.calls().keySet().stream()
        .filter(call -> call.operation().equals("UpdateItem"))
        .map(Call::function)
        .filter(function -> function.endsWith("Worker"))
        .collect(Collectors.toSet());
  }

  private static JsonNode typeOf(Client client, String name) {
    for (JsonNode type : client.get("/jobs/types").expect(200).body().path("types")) {
      if (type.path("job_type").asText().equals(name)) {
        return type;
      }
    }
    throw new AssertionError("There is no job type " + name);
  }

  @Test
  void a_type_that_is_moved_to_another_pool_runs_there_and_moved_back_runs_here() throws Exception {
    for (var step : Map.of("noop=compute", "ComputeWorker", "", "Worker").entrySet()) {
      try (var recorder = new CallRecorder();
          LocalCloud cloud = cloud(step.getKey())) {
        Client client = Client.of(cloud, "acme");

        JsonNode job = client.ended(client.submit("noop", "{\"note\": \"moved\"}"));

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(workers(recorder)).as(step.getKey()).containsExactly(step.getValue());
        assertThat(typeOf(client, "noop").path("pool").asText())
            .isEqualTo(step.getKey().isEmpty() ? "general" : "compute");
      }
    }
  }

  @Test
  void a_type_whose_pool_the_deployment_does_not_have_is_refused_by_name() {
    try (LocalCloud cloud =
        LocalCloud.start(
            LocalOptions.of(TheTemplate.FILE)
                .withEnvironment(TheCloud.patientWith("JOB_TYPE_POOLS", "noop=sandbox")))) {
      var answer =
          Client.of(cloud, "acme").post("/jobs/submit", "{\"job_type\": \"noop\"}").expect(422);

      assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("job_type");
      assertThat(answer.text("detail")).contains("sandbox", "does not have");
    }
  }
}

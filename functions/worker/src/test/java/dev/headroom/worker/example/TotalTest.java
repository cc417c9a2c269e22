package dev.headroom.worker.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.jobs.InvocableFunctions;
import dev.headroom.jobs.JobRehearsal;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import dev.headroom.worker.invoke.Invoke;
import dev.headroom.worker.invoke.TestLambda;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The function in Python that docs/extending.md shows does a job, where there is a Python. */
class TotalTest {
  private static final String FILE =
      "functions/worker/src/test/resources/dev/headroom/worker/example/total.py";
  private static final String RUN =
      "import json, runpy, sys;"
          + " print(json.dumps(runpy.run_path('%s')['handler'](json.load(sys.stdin), None)))"
              .formatted(FILE);

  private static String called(JsonNode event) throws InterruptedException {
    try {
      Process python = new ProcessBuilder("python3", "-c", RUN).redirectErrorStream(true).start();
      try (var in = python.outputWriter(UTF_8)) {
        in.write(event.toString());
      }
      return new String(python.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean thereIsAPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void the_function_adds_up_in_three_calls() throws Exception {
    assumeTrue(thereIsAPython());
    List<Integer> numbers = IntStream.rangeClosed(1, 2_500).boxed().toList();
    try (var lambda = new TestLambda()) {
      lambda.doing(event -> new TestLambda.Reply.Answered(called(event)));
      var rehearsal =
          new JobRehearsal(
              new Invoke(new InvocableFunctions(List.of(TestLambda.ARN)), lambda.clients()));

      Outcome outcome =
          rehearsal.run(Map.of("function", TestLambda.ARN, "payload", Map.of("numbers", numbers)));

      assertThat(outcome)
          .isEqualTo(new Outcome.Completed(Json.STORED.createObjectNode().put("total", 3_126_250)));
      assertThat(lambda.calls()).hasSize(3);
      assertThat(rehearsal.progress())
          .containsExactly(
              new JobRehearsal.Progress(0.4, "1000 added"),
              new JobRehearsal.Progress(0.8, "2000 added"));
    }
  }
}

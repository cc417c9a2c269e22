package dev.headroom.system.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.lambda.Outcome;
import dev.headroom.local.template.Template;
import dev.headroom.system.AnswerText;
import dev.headroom.system.TheTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays the sample event of each trigger through the handler that the template names, as AWS
 * would: JSON in, JSON out. The job, or the clean-up, that a sample speaks of is replaced by one
 * that exists.
 */
class EventsTest {
  private static final String SAMPLE_JOB = "job_0123456789abcdef0123456789abcdef";
  private static final String SAMPLE_RUN = "cleanup_00000000000000000000000000000000";
  private static final Template TEMPLATE = TheTemplate.patient();
  private static final Map<String, LambdaFunction> FUNCTIONS = new HashMap<>();
  private static Engines engines;

  @BeforeAll
  static void start() {
    engines = Engines.start(TEMPLATE, Optional.empty());
    TEMPLATE
        .functions()
        .forEach(
            (id, spec) -> FUNCTIONS.put(id, LambdaFunction.load(spec, engines.environment(id))));
  }

  @AfterAll
  static void stop() {
    FUNCTIONS.values().forEach(LambdaFunction::close);
    engines.close();
  }

  private static LambdaFunction function(String id) {
    return requireNonNull(FUNCTIONS.get(id));
  }

  private static String sample(String name) throws IOException {
    return Files.readString(Path.of("events", name + ".json"));
  }

  private static JsonNode replay(String name, String jobId) throws Exception {
    String event = sampleOf(name, jobId);
    Outcome outcome =
        function(name.substring(0, name.indexOf('.')))
            .invoke(event.getBytes(StandardCharsets.UTF_8))
            .get();
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    return Json.STORED.readTree(((Outcome.Succeeded) outcome).payload());
  }

  private static String sampleOf(String name, String jobId) throws Exception {
    String event = sample(name).replace(SAMPLE_JOB, jobId);
    return event.contains(SAMPLE_RUN) ? event.replace(SAMPLE_RUN, aRun()) : event;
  }

  private static String aRun() throws Exception {
    JsonNode response = replay("CleanupApi.Run", SAMPLE_JOB);
    return Json.STORED.readTree(AnswerText.of(response)).path("cleanup_id").asText();
  }

  private static String aSubmittedJob() throws Exception {
    JsonNode response = replay("JobsApi.Submit", SAMPLE_JOB);
    assertThat(response.path("statusCode").intValue()).isEqualTo(202);
    return Json.STORED.readTree(response.path("body").asText()).path("job_id").asText();
  }

  private static final TemplateTriggers TRIGGERS = new TemplateTriggers(TheTemplate.FILE);

  static List<String> httpEvents() throws IOException {
    return TRIGGERS.ofType("HttpApi");
  }

  static List<String> queueEvents() throws IOException {
    return TRIGGERS.ofType("SQS").stream().filter(name -> name.startsWith("Worker.")).toList();
  }

  static List<String> scheduledEvents() throws IOException {
    return TRIGGERS.ofType("Schedule");
  }

  @ParameterizedTest
  @MethodSource("httpEvents")
  void an_http_event_gets_an_answer_that_the_contract_allows(String name) throws Exception {
    String job = aSubmittedJob();
    switch (name) {
      case "JobsApi.Result" -> replay("Worker.High", job);
      case "JobsApi.Retry" -> fail(job);
      case "CacheApi.GetEntry" -> replay("CacheApi.PutEntry", job);
      case "SearchApi.DeleteChunk" -> replay("SearchApi.PutChunks", job);
      case "SearchApi.GetTaxonomy", "SearchApi.DeleteTaxonomy" ->
          replay("SearchApi.PutTaxonomy", job);
      // Another event may have created it.
      case "SearchApi.PutTaxonomy" -> replay("SearchApi.DeleteTaxonomy", job);
      case "CacheApi.SommosGet" -> replay("CacheApi.SommosSet", job);
      case "CleanupApi.RemoveSchedule" -> replay("CleanupApi.AddSchedule", job);
      case "CleanupApi.AddSchedule" -> replay("CleanupApi.RemoveSchedule", job);
      default -> {
        // a job that waits is right for the others
      }
    }

    JsonNode response = replay(name, job);

    JsonNode event = Json.STORED.readTree(sampleOf(name, job));
    int status = response.path("statusCode").intValue();
    String body = AnswerText.of(response);
    assertThat(
            Contract.read()
                .faults(
                    event.at("/requestContext/http/method").asText(),
                    event.path("rawPath").asText(),
                    status,
                    body.isEmpty() ? Json.STORED.nullNode() : Json.STORED.readTree(body)))
        .isEmpty();
    assertThat(status).as(body).isEqualTo(expected(name));
  }

  /** Lets SQS give up on the job until it has no attempt left. */
  private static void fail(String job) throws Exception {
    for (int turn = 0; turn < 3; turn++) {
      String event =
          sample("DeadLetters.Dead")
              .replace(SAMPLE_JOB, job)
              .replace("\\\"turn\\\":0", "\\\"turn\\\":" + turn);
      assertThat(function("DeadLetters").invoke(event.getBytes(StandardCharsets.UTF_8)).get())
          .isEqualTo(new Outcome.Succeeded("{\"batchItemFailures\":[]}"));
    }
  }

  private static int expected(String name) {
    return switch (name) {
      case "SearchApi.PutTaxonomy", "CleanupApi.AddSchedule" -> 201;
      case "JobsApi.Submit",
          "JobsApi.SubmitBatch",
          "JobsApi.Retry",
          "JobsApi.AsyncSubmit",
          "SearchApi.PutChunks" ->
          202;
      case "CacheApi.DeleteEntry", "SearchApi.DeleteChunk", "SearchApi.DeleteTaxonomy" -> 204;
      case "Dashboard.NotFound" -> 404;
      default -> 200;
    };
  }

  @ParameterizedTest
  @MethodSource("queueEvents")
  void a_queue_event_runs_the_job_that_it_names(String name) throws Exception {
    String job = aSubmittedJob();

    JsonNode response = replay(name, job);

    assertThat(response.path("batchItemFailures").isEmpty()).isTrue();
    JsonNode shown = Json.STORED.readTree(AnswerText.of(replay("JobsApi.Get", job)));
    assertThat(shown.path("status").asText()).isEqualTo("completed");
    assertThat(shown.path("attempts").intValue()).isEqualTo(1);
  }

  @Test
  void a_dead_letter_counts_as_an_attempt() throws Exception {
    String job = aSubmittedJob();

    replay("DeadLetters.Dead", job);

    JsonNode shown = Json.STORED.readTree(AnswerText.of(replay("JobsApi.Get", job)));
    assertThat(shown.path("status").asText()).isEqualTo("pending");
    assertThat(shown.path("attempt_errors")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("scheduledEvents")
  void a_schedule_runs_its_function(String name) throws Exception {
    assertThat(replay(name, SAMPLE_JOB).isObject()).isTrue();
  }

  @Test
  void a_queue_event_that_comes_twice_does_the_work_once() throws Exception {
    String job = aSubmittedJob();

    replay("Worker.High", job);
    replay("Worker.Low", job);

    JsonNode shown = Json.STORED.readTree(AnswerText.of(replay("JobsApi.Get", job)));
    assertThat(shown.path("attempts").intValue()).isEqualTo(1);
  }

  @Test
  void a_cancelled_job_is_not_run() throws Exception {
    String job = aSubmittedJob();

    assertThat(replay("JobsApi.Cancel", job).path("statusCode").intValue()).isEqualTo(200);
    replay("Worker.High", job);

    JsonNode shown = Json.STORED.readTree(AnswerText.of(replay("JobsApi.Get", job)));
    assertThat(shown.path("status").asText()).isEqualTo("cancelled");
    assertThat(shown.path("attempts").intValue()).isZero();
  }

  @Test
  void a_message_that_is_none_of_ours_is_reported_and_harms_nobody() throws Exception {
    String event = sample("Worker.High").replaceAll("\"body\": \".*\"", "\"body\": \"nonsense\"");

    Outcome outcome = function("Worker").invoke(event.getBytes(StandardCharsets.UTF_8)).get();

    JsonNode response = Json.STORED.readTree(((Outcome.Succeeded) outcome).payload());
    assertThat(response.path("batchItemFailures")).hasSize(1);
  }
}

package dev.headroom.worker.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.InvocableFunctions;
import dev.headroom.jobs.JobRehearsal;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import dev.headroom.worker.invoke.TestLambda.Call;
import dev.headroom.worker.invoke.TestLambda.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes between the job type and the function, with no job system around it. */
class InvokeTest {
  private static final Map<String, Object> A_CALL =
      Map.of("function", "thumbnails", "payload", Map.of("width", 200));
  private static final InvocableFunctions ALLOWED = new InvocableFunctions(List.of(TestLambda.ARN));
  private static TestLambda lambda;
  private static Invoke invoke;

  @BeforeAll
  static void open() throws IOException {
    lambda = new TestLambda();
    invoke = new Invoke(ALLOWED, lambda.clients());
  }

  @AfterAll
  static void close() {
    lambda.close();
  }

  private static JobRehearsal rehearsal() {
    return new JobRehearsal(invoke);
  }

  private static JsonNode json(String text) throws IOException {
    return Json.STORED.readTree(text.replace('\'', '"'));
  }

  private static Outcome outcomeOf(String answer) throws Exception {
    lambda.answering(answer.replace('\'', '"'));
    return rehearsal().run(A_CALL);
  }

  @Test
  void the_function_gets_the_job_and_its_payload() throws Exception {
    lambda.answering("{\"result\": {}}");

    rehearsal().atAttempt(2).run(A_CALL);

    Call call = lambda.calls().getFirst();
    assertThat(call.function()).isEqualTo(TestLambda.ARN);
    assertThat(call.event())
        .isEqualTo(
            json(
                "{'job_id': 'job_00000000000000000000000000000000', 'attempt': 2,"
                    + " 'payload': {'width': 200}, 'checkpoint': null, 'time_left_ms': 900000}"));
  }

  @Test
  void a_payload_that_is_not_sent_is_an_empty_one() throws Exception {
    lambda.answering("{\"result\": {}}");

    rehearsal().run(Map.of("function", TestLambda.ARN));

    assertThat(lambda.calls().getFirst().event().path("payload")).isEqualTo(json("{}"));
  }

  @Test
  void a_result_ends_the_job() throws Exception {
    assertThat(outcomeOf("{'result': {'made': 3}}"))
        .isEqualTo(new Outcome.Completed((ObjectNode) json("{'made': 3}")));
    assertThat(outcomeOf("{'result': {'all': [1, 2]}, 'paged_by': 'all'}"))
        .isEqualTo(new Outcome.Completed((ObjectNode) json("{'all': [1, 2]}"), "all"));
  }

  @Test
  void a_checkpoint_is_saved_and_the_function_called_again_from_there() throws Exception {
    lambda.answering(
        "{\"checkpoint\": {\"page\": 2}, \"progress\": 0.4, \"message\": \"Page 2 of 5\"}",
        "{\"checkpoint\": {\"page\": 5}}",
        "{\"result\": {}}");
    var rehearsal = rehearsal();

    rehearsal.run(A_CALL);

    assertThat(lambda.calls())
        .extracting(call -> call.event().path("checkpoint"))
        .containsExactly(json("null"), json("{'page': 2}"), json("{'page': 5}"));
    assertThat(rehearsal.progress()).containsExactly(new JobRehearsal.Progress(0.4, "Page 2 of 5"));
    assertThat(rehearsal.checkpoint()).hasValue((ObjectNode) json("{'page': 5}"));
    assertThat(rehearsal.slices()).isEqualTo(1);
  }

  @Test
  void when_the_time_is_up_another_slice_goes_on_from_the_checkpoint() throws Exception {
    lambda.answering(
        "{\"checkpoint\": {\"page\": 2}}",
        "{\"checkpoint\": {\"page\": 3}}",
        "{\"result\": {\"pages\": 3}}");
    var rehearsal = rehearsal().yieldingAtAsk(2);

    assertThat(rehearsal.run(A_CALL)).isInstanceOf(Outcome.Completed.class);

    assertThat(rehearsal.slices()).isEqualTo(3);
    assertThat(lambda.calls())
        .extracting(call -> call.event().path("checkpoint").path("page").asInt())
        .containsExactly(0, 2, 3);
  }

  @Test
  void a_function_says_when_to_try_again_and_when_not_to() throws Exception {
    assertThat(outcomeOf("{'retry_in_seconds': 1.5, 'error': 'The shop is closed.'}"))
        .isEqualTo(new Outcome.RetryIn(Duration.ofMillis(1_500), "The shop is closed."));
    assertThat(outcomeOf("{'error': 'There is no such picture.'}"))
        .isEqualTo(new Outcome.Failed("There is no such picture."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                            | an object with a result
          null                                          | got null
          done                                          | must be JSON
          [1]                                           | got [1]
          {}                                            | got {}
          {'statusCode': 200, 'body': 'ok'}             | got {"statusCode":200,"body":"ok"}
          {'result': 'ok'}                              | must have an object as result; got "ok"
          {'result': {}, 'error': 'x'}                  | nothing beside result but paged_by; got error
          {'result': {'all': 1}, 'paged_by': 'all'}     | must name an array of its result as paged_by; got "all"
          {'checkpoint': [1]}                           | must have an object as checkpoint; got [1]
          {'checkpoint': null}                          | must have an object as checkpoint; got null
          {'checkpoint': {}, 'progress': 40}            | must have a number from 0 to 1 as progress; got 40
          {'checkpoint': {}, 'progress': '40 %'}        | must have a number from 0 to 1 as progress; got "40 %"
          {'checkpoint': {}, 'message': 4}              | must have a text as message; got 4
          {'retry_in_seconds': 3}                       | must say in error
          {'retry_in_seconds': -1, 'error': 'x'}        | must have a number from 0 to 604800 as retry_in_seconds; got -1
          {'retry_in_seconds': 604801, 'error': 'x'}    | must have a number from 0 to 604800 as retry_in_seconds; got 604801
          {'error': ''}                                 | must say in error
          {'error': {}}                                 | must have a text as error; got {}
          """)
  void any_other_answer_fails_the_job_and_says_what_was_wrong(String answer, String fault) {
    assertThatThrownBy(() -> outcomeOf(answer))
        .isInstanceOf(HeadroomException.Invalid.class)
        .hasMessageStartingWith("The function's answer must ")
        .hasMessageContaining(fault);
  }

  @Test
  void no_answer_makes_a_long_error() {
    assertThatThrownBy(() -> outcomeOf("{'" + "x".repeat(900) + "': 1}"))
        .isInstanceOf(HeadroomException.Invalid.class)
        .message()
        .hasSizeLessThan(400);
    lambda.doing(_ -> new Reply.Threw("{\"errorMessage\": \"%s\"}".formatted("x".repeat(100_000))));
    assertThatThrownBy(() -> rehearsal().run(A_CALL)).message().hasSize(500);
  }

  @Test
  void a_function_that_throws_is_tried_again() {
    lambda.doing(
        _ ->
            new Reply.Threw(
                "{\"errorType\": \"KeyError\", \"errorMessage\": \"'width'\", \"stackTrace\": []}"));

    assertThatThrownBy(() -> rehearsal().run(A_CALL))
        .isInstanceOf(HeadroomException.Unavailable.class)
        .hasMessage("The function threw KeyError: 'width'");
  }

  @ParameterizedTest
  @CsvSource({
    "429, TooManyRequestsException, is throttled",
    "409, ResourceConflictException, is not ready",
    "500, ServiceException, could not run the function (500 ServiceException)",
    "502, InvalidZipFileException, could not run the function (502 InvalidZipFileException)"
  })
  void a_call_that_lambda_cannot_serve_now_is_tried_again_by_the_job_alone(
      int status, String code, String sentence) {
    lambda.doing(_ -> new Reply.Refused(status, code));

    assertThatThrownBy(() -> rehearsal().run(A_CALL))
        .isInstanceOf(HeadroomException.Unavailable.class)
        .hasMessageContaining(sentence);
    assertThat(lambda.calls()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDeniedException, may not call",
    "404, ResourceNotFoundException, There is no such function",
    "413, RequestTooLargeException, refused the call (413 RequestTooLargeException)"
  })
  void a_call_that_lambda_refuses_fails_the_job_and_shows_nothing_of_the_inside(
      int status, String code, String sentence) {
    lambda.doing(_ -> new Reply.Refused(status, code));

    assertThatThrownBy(() -> rehearsal().run(A_CALL))
        .isInstanceOf(HeadroomException.class)
        .isNotInstanceOf(HeadroomException.Unavailable.class)
        .hasMessageContaining(sentence)
        .message()
        .doesNotContain("assumed-role", "arn:");
  }

  @Test
  void a_call_whose_connection_breaks_is_not_repeated_behind_the_jobs_back() {
    lambda.doing(_ -> new Reply.Lost());

    assertThatThrownBy(() -> rehearsal().run(A_CALL))
        .isInstanceOf(HeadroomException.Unavailable.class)
        .hasMessageContaining("it may have run");
    assertThat(lambda.calls()).hasSize(1);
  }

  @Test
  void a_function_may_be_silent_for_longer_than_any_other_service() throws Exception {
    lambda.doing(
        _ -> {
          TimeUnit.MILLISECONDS.sleep(4_500); // others are given up after 4 s
          return new Reply.Answered("{\"result\": {}}");
        });

    assertThat(rehearsal().run(A_CALL)).isInstanceOf(Outcome.Completed.class);
  }

  @Test
  void an_interrupt_ends_the_wait_at_once_and_closes_the_connection() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var deaf = new Invoke(ALLOWED, TestLambda.clients(silent.getLocalPort()));
      var job = new FutureTask<>(() -> new JobRehearsal(deaf).run(A_CALL));
      Thread thread = Thread.ofPlatform().start(job); // as the worker's are
      try (Socket connection = silent.accept()) {
        connection.setSoTimeout(20_000);
        assertThat(connection.getInputStream().read()).isEqualTo('P'); // of POST

        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(job.exceptionNow()).isInstanceOf(InterruptedException.class);
        connection.getInputStream().transferTo(OutputStream.nullOutputStream()); // to its end
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"another", "thumbnails:live", TestLambda.ARN + ":live"})
  void a_function_that_is_not_allowed_is_not_called(String function) {
    lambda.answering();

    assertThatThrownBy(() -> rehearsal().run(Map.of("function", function)))
        .isInstanceOf(HeadroomException.Invalid.class)
        .hasMessageContaining("InvocableFunctions")
        .hasMessageContaining(function);
    assertThat(lambda.calls()).isEmpty();
  }

  @Test
  void what_does_not_fit_into_one_call_is_told_before_it_is_made() {
    lambda.answering("{\"checkpoint\": {\"so_far\": \"%s\"}}".formatted("x".repeat(5_000_000)));
    var payload = Map.of("text", "x".repeat(2_000_000));

    assertThatThrownBy(() -> rehearsal().run(Map.of("function", "thumbnails", "payload", payload)))
        .isInstanceOf(HeadroomException.Invalid.class)
        .hasMessageContaining("at most 6,291,456 bytes");
    assertThat(lambda.calls()).hasSize(1);
  }
}

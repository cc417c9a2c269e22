package dev.headroom.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.aws.AwsClients;
import dev.headroom.local.TestCloud;
import dev.headroom.local.handlers.Work;
import dev.headroom.local.recorder.Call;
import dev.headroom.local.recorder.CallRecorder;
import dev.headroom.local.template.Arn;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

class InvokeApiTest {
  private final LambdaClient lambda = client();

  /** A client as a function builds it of its environment. */
  private static LambdaClient client() {
    return new AwsClients(TestCloud.shared().engines().environment("Behave"))
        .client(LambdaClient.builder(), "lambda");
  }

  @AfterEach
  void close() {
    lambda.close();
  }

  private InvokeResponse invoke(String function, String payload) {
    return lambda.invoke(i -> i.functionName(function).payload(SdkBytes.fromUtf8String(payload)));
  }

  @Test
  void a_function_is_invoked_by_its_name_or_arn_with_or_without_a_qualifier() {
    InvokeResponse answer = invoke("Echo", "{\"a\":1}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.functionError()).isNull();
    assertThat(answer.executedVersion()).isEqualTo("$LATEST");
    assertThat(answer.payload().asUtf8String()).contains("\"body\":\"{\\\"a\\\":1}\"");
    for (String name :
        new String[] {Arn.function("Echo"), Arn.function("Echo") + ":live", "Echo:$LATEST"}) {
      assertThat(invoke(name, "{}").statusCode()).as(name).isEqualTo(200);
    }
    assertThat(
            lambda.invoke(i -> i.functionName("Echo").qualifier("live")).payload().asUtf8String())
        .contains("\"body\":\"{}\"");
  }

  @Test
  void what_a_function_throws_is_an_answer_that_says_so() {
    InvokeResponse answer = invoke("Behave", "{\"pathParameters\":{\"how\":\"throw\"}}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.functionError()).isEqualTo("Unhandled");
    assertThat(answer.payload().asUtf8String())
        .isEqualTo(
            "{\"errorMessage\":\"a secret detail\",\"errorType\":\"java.lang.IllegalStateException\"}");
  }

  @Test
  void an_event_is_taken_before_it_is_worked_on() throws Exception {
    Work.SEEN.clear();
    InvokeResponse answer =
        lambda.invoke(
            i ->
                i.functionName("Work1")
                    .invocationType(InvocationType.EVENT)
                    .payload(
                        SdkBytes.fromUtf8String(
                            "{\"Records\":[{\"messageId\":\"1\",\"body\":\"gated\"}]}")));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(Work.SEEN.poll(10, TimeUnit.SECONDS)).isNotNull();
    Work.GATE.release();
  }

  @Test
  void a_dry_run_runs_nothing() {
    assertThat(
            lambda
                .invoke(i -> i.functionName("Behave").invocationType(InvocationType.DRY_RUN))
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void what_cannot_be_invoked_is_refused_as_lambda_does() {
    assertThatThrownBy(() -> invoke("Nobody", "{}"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Function not found: Nobody");
    assertThatThrownBy(() -> invoke("Echo", "{"))
        .isInstanceOf(InvalidRequestContentException.class);
    assertThatThrownBy(() -> invoke("Echo", "\"" + "x".repeat(LambdaFunction.MAX_PAYLOAD) + "\""))
        .isInstanceOf(RequestTooLargeException.class)
        .hasMessageContaining("6291456 bytes");
  }

  @Test
  void it_is_recorded_with_the_function_that_is_invoked() {
    try (var recorder = new CallRecorder()) {
      invoke("Echo", "{}");
      invoke(Arn.function("Echo"), "{}");
      lambda.invoke(i -> i.functionName("Echo").qualifier("live"));
      invoke("Echo:live", "{}");
      assertThat(recorder.calls())
          .containsKey(
              new Call("Behave", "Invoke", "lambda:InvokeFunction", Arn.function("Echo") + ":live"))
          .hasEntrySatisfying(
              new Call("Behave", "Invoke", "lambda:InvokeFunction", Arn.function("Echo")),
              tally -> assertThat(tally.statuses()).isEqualTo(Map.of(200, 2L)));
    }
  }
}

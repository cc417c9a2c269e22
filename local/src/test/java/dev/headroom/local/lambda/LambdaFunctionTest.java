package dev.headroom.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.FunctionSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LambdaFunctionTest {
  private static FunctionSpec spec(Class<?> handler) {
    return spec(handler.getName());
  }

  private static FunctionSpec spec(String handler) {
    return spec(handler, Duration.ofSeconds(30), Optional.empty());
  }

  private static FunctionSpec spec(
      String handler, Duration timeout, Optional<Integer> concurrency) {
    return new FunctionSpec(
        "Subject",
        "Subject",
        handler,
        512,
        timeout,
        concurrency,
        Map.of(),
        "group",
        "role",
        List.of());
  }

  private static Outcome invoke(Class<?> handler, String event) {
    return invoke(spec(handler), event);
  }

  private static Outcome invoke(FunctionSpec spec, String event) {
    try (var function = LambdaFunction.load(spec, Map.of("GREETING", "hello"))) {
      return function.invoke(event.getBytes(StandardCharsets.UTF_8)).join();
    }
  }

  /** Greets; made with the environment. */
  public static final class Greeter implements RequestHandler<Map<String, String>, List<String>> {
    private final Map<String, String> environment;

    public Greeter() {
      throw new IllegalStateException("the other constructor is preferred");
    }

    public Greeter(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    public List<String> handleRequest(Map<String, String> event, Context context) {
      return List.of(
          environment.getOrDefault("GREETING", ""),
          event.getOrDefault("name", ""),
          context.getLogGroupName(),
          context.getInvokedFunctionArn(),
          String.valueOf(context.getRemainingTimeInMillis() > 500));
    }
  }

  @Test
  void a_handler_gets_its_environment_its_event_and_its_context() {
    assertThat(invoke(Greeter.class, "{\"name\":\"world\"}"))
        .isEqualTo(
            new Outcome.Succeeded(
                "[\"hello\",\"world\",\"group\",\"arn:aws:lambda:us-east-1:000000000000:function:Subject\",\"true\"]"));
  }

  /** Lets two invocations wait for each other. */
  public static final class Meeting implements RequestHandler<String, String> {
    private final CountDownLatch both = new CountDownLatch(2);

    @Override
    public String handleRequest(String event, Context context) {
      both.countDown();
      try {
        return String.valueOf(both.await(10, TimeUnit.SECONDS));
      } catch (InterruptedException _) {
        return "interrupted";
      }
    }
  }

  @Test
  void one_handler_takes_invocations_at_the_same_time() {
    try (var function = LambdaFunction.load(spec(Meeting.class), Map.of())) {
      byte[] event = "\"x\"".getBytes(StandardCharsets.UTF_8);
      var first = function.invoke(event);
      var second = function.invoke(event);
      assertThat(List.of(first.join(), second.join()))
          .containsOnly(new Outcome.Succeeded("\"true\""));
    }
  }

  /** Throws, waits, or answers too much. */
  public static final class Trouble implements RequestHandler<String, String> {
    private static final CountDownLatch INTERRUPTED = new CountDownLatch(1);
    private static final CountDownLatch GATE = new CountDownLatch(1);

    @Override
    public String handleRequest(String event, Context context) {
      return switch (event) {
        case "error" -> throw new AssertionError("not even an exception");
        case "hang" -> late(new CountDownLatch(1));
        case "gated" -> late(GATE);
        default -> "x".repeat(LambdaFunction.MAX_PAYLOAD);
      };
    }

    private static String late(CountDownLatch opened) {
      try {
        opened.await();
      } catch (InterruptedException _) {
        INTERRUPTED.countDown();
      }
      return "late";
    }
  }

  @Test
  void what_a_handler_throws_is_a_function_error() {
    assertThat(invoke(Trouble.class, "\"error\""))
        .isEqualTo(new Outcome.Failed("java.lang.AssertionError", "not even an exception"));
  }

  @Test
  void an_event_of_another_type_is_a_function_error() {
    assertThat(invoke(Greeter.class, "[1]")).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void a_handler_that_takes_too_long_is_interrupted() throws Exception {
    var brief = spec(Trouble.class.getName(), Duration.ofSeconds(1), Optional.empty());
    assertThat(invoke(brief, "\"hang\""))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.errorType()).isEqualTo("Sandbox.Timedout");
              assertThat(failed.errorMessage()).endsWith("Task timed out after 1.00 seconds");
            });
    assertThat(Trouble.INTERRUPTED.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void above_its_reserved_concurrency_it_is_throttled_until_one_has_ended() {
    var alone = spec(Trouble.class.getName(), Duration.ofSeconds(30), Optional.of(1));
    try (var function = LambdaFunction.load(alone, Map.of())) {
      byte[] gated = "\"gated\"".getBytes(StandardCharsets.UTF_8);
      var first = function.invoke(gated);
      assertThat(function.invoke(gated).join()).isEqualTo(new Outcome.Throttled());
      Trouble.GATE.countDown();
      assertThat(first.join()).isEqualTo(new Outcome.Succeeded("\"late\""));
      assertThat(function.invoke("\"error\"".getBytes(StandardCharsets.UTF_8)).join())
          .isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void six_megabytes_are_the_most_in_and_out() {
    assertThat(invoke(Trouble.class, "\"" + "x".repeat(LambdaFunction.MAX_PAYLOAD) + "\""))
        .isEqualTo(new Outcome.TooLarge());
    assertThat(invoke(Trouble.class, "\"big\""))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.errorType()).isEqualTo("Function.ResponseSizeTooLarge"));
  }

  /** Cannot be made. */
  public static final class Broken implements RequestHandler<String, String> {
    public Broken() {
      throw new IllegalStateException("TABLE is missing");
    }

    @Override
    public String handleRequest(String event, Context context) {
      return event;
    }
  }

  @Test
  void a_handler_that_cannot_be_loaded_stops_the_start_with_a_sentence() {
    assertThatThrownBy(() -> LambdaFunction.load(spec("no.such.Handler"), Map.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessage(
            "The function Subject does not start: its handler no.such.Handler is not on the class path.");
    assertThatThrownBy(() -> LambdaFunction.load(spec(Broken.class), Map.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("TABLE is missing");
    assertThatThrownBy(() -> LambdaFunction.load(spec(String.class), Map.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("neither a RequestHandler nor a RequestStreamHandler");
  }
}

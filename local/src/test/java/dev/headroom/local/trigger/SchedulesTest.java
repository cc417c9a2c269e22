package dev.headroom.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.template.Arn;
import dev.headroom.local.template.FunctionSpec;
import dev.headroom.local.template.Rate;
import dev.headroom.local.template.Trigger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final BlockingQueue<ScheduledEvent> FIRED = new LinkedBlockingQueue<>();

  private final Schedules schedules =
      new Schedules(Duration.ofMillis(20), () -> Instant.parse("2026-03-01T12:00:00.5Z"));

  /** Notes what it gets. */
  public static final class Tick implements RequestHandler<ScheduledEvent, String> {
    @Override
    public String handleRequest(ScheduledEvent event, Context context) {
      FIRED.add(event);
      return "";
    }
  }

  private static Trigger.Schedule schedule(String arn, Optional<String> input) {
    return new Trigger.Schedule("Tick", arn, new Rate(1), input);
  }

  @Test
  void a_schedule_fires_again_and_again() throws Exception {
    var spec =
        new FunctionSpec(
            "Tick",
            "Tick",
            Tick.class.getName(),
            128,
            Duration.ofSeconds(1),
            Optional.empty(),
            Map.of(),
            "",
            "",
            List.of());
    try (schedules;
        var function = LambdaFunction.load(spec, Map.of())) {
      schedules.add(schedule(Arn.rule("Tick"), Optional.empty()), function);
      for (int i = 0; i < 3; i++) {
        ScheduledEvent event = FIRED.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.getDetailType()).isEqualTo("Scheduled Event");
        assertThat(event.getResources()).containsExactly(Arn.rule("Tick"));
      }
    }
  }

  @Test
  void the_event_is_the_services_own_unless_there_is_an_input() {
    assertThat(event(schedule(Arn.schedule("Tick"), Optional.empty())))
        .contains(
            "\"source\":\"aws.scheduler\"",
            "\"detail\":\"{}\"",
            "\"time\":\"2026-03-01T12:00:00Z\"");
    assertThat(event(schedule(Arn.rule("Tick"), Optional.empty())))
        .contains("\"source\":\"aws.events\"", "\"detail\":{}");
    assertThat(event(schedule(Arn.schedule("Tick"), Optional.of("{\"a\":1}"))))
        .isEqualTo("{\"a\":1}");
  }

  private String event(Trigger.Schedule schedule) {
    return new String(schedules.event(schedule), StandardCharsets.UTF_8);
  }
}

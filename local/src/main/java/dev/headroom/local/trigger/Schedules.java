package dev.headroom.local.trigger;

import dev.headroom.json.Json;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.template.Arn;
import dev.headroom.local.template.Trigger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Invokes functions at their rates, the first time when one interval has passed. An invocation that
 * fails or is throttled is logged and not repeated.
 */
public final class Schedules implements AutoCloseable {
  private final Duration minute;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("schedules").factory());

  /**
   * Schedules of no function yet.
   *
   * @param minute how long a minute takes; a test makes it short
   */
  public Schedules(Duration minute, InstantSource clock) {
    this.minute = minute;
    this.clock = clock;
  }

  public void add(Trigger.Schedule schedule, LambdaFunction function) {
    long every = minute.multipliedBy(schedule.rate().minutes()).toNanos();
    var _ =
        timer.scheduleAtFixedRate(
            () -> fire(schedule, function), every, every, TimeUnit.NANOSECONDS);
  }

  private void fire(Trigger.Schedule schedule, LambdaFunction function) {
    var _ = function.invoke(event(schedule));
  }

  /** The event of EventBridge, unless the schedule has an input of its own. */
  byte[] event(Trigger.Schedule schedule) {
    return schedule
        .input()
        .orElseGet(() -> standardEvent(schedule))
        .getBytes(StandardCharsets.UTF_8);
  }

  private String standardEvent(Trigger.Schedule schedule) {
    boolean rule = schedule.arn().contains(":rule/");
    var event = Json.CAMEL_CASE.createObjectNode();
    event
        .put("version", "0")
        .put("id", UUID.randomUUID().toString())
        .put("detail-type", "Scheduled Event")
        .put("source", rule ? "aws.events" : "aws.scheduler")
        .put("account", Arn.ACCOUNT)
        .put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("region", Arn.REGION);
    event.putArray("resources").add(schedule.arn());
    if (rule) {
      event.putObject("detail");
    } else {
      event.put("detail", "{}");
    }
    return event.toString();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

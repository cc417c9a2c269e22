package dev.headroom.local;

import dev.headroom.local.engine.EngineOptions;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.template.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a local cloud is to be started.
 *
 * @param template the template.yaml
 * @param port of the HTTP API and the identity provider; 0 for any that is free
 * @param data the folder that outlives the process; without one everything is in memory
 * @param parameters values for the template's parameters; the others have their defaults
 * @param engines what replaces its own engines
 * @param logs the folder for local.log (what functions log), metrics.log and access.log
 * @param scheduleMinute how long a minute of the schedules takes; a test makes it short
 * @param redisReplacedAfter how long after its death another Redis takes its place
 * @param environment values for the functions' environment variables in place of the template's, of
 *     those that it has and that do not say where a resource is; others are of no effect
 * @param triggers whether queues, streams and schedules invoke the functions that follow them
 */
public record LocalOptions(
    Path template,
    int port,
    Optional<Path> data,
    Map<String, String> parameters,
    EngineOptions engines,
    Path logs,
    Duration scheduleMinute,
    Duration redisReplacedAfter,
    Map<String, String> environment,
    boolean triggers) {

  /** With schedules that keep time, and the template's settings. */
  public LocalOptions(
      Path template,
      int port,
      Optional<Path> data,
      Map<String, String> parameters,
      EngineOptions engines,
      Path logs) {
    this(
        template,
        port,
        data,
        parameters,
        engines,
        logs,
        Duration.ofMinutes(1),
        Engines.REDIS_REPLACED_AFTER,
        Map.of(),
        true);
  }

  /**
   * Returns options for a test: in memory, on a free port, with all defaults and the engines of
   * {@link EngineOptions#forTest}; logs go to target/logs.
   */
  public static LocalOptions of(Path template) {
    return new LocalOptions(
        template,
        0,
        Optional.empty(),
        Map.of(),
        EngineOptions.forTest(),
        Path.of("target", "logs"));
  }

  /** The same, with schedules that are faster or slower. */
  public LocalOptions withScheduleMinute(Duration minute) {
    return new LocalOptions(
        template,
        port,
        data,
        parameters,
        engines,
        logs,
        minute,
        redisReplacedAfter,
        environment,
        triggers);
  }

  /** The same, with a Redis that is away for another while after it was killed. */
  public LocalOptions withRedisReplacedAfter(Duration away) {
    return new LocalOptions(
        template,
        port,
        data,
        parameters,
        engines,
        logs,
        scheduleMinute,
        away,
        environment,
        triggers);
  }

  /** The same, with settings in place of the template's. */
  public LocalOptions withEnvironment(Map<String, String> variables) {
    return new LocalOptions(
        template,
        port,
        data,
        parameters,
        engines,
        logs,
        scheduleMinute,
        redisReplacedAfter,
        variables,
        triggers);
  }

  /**
   * The same, without the template's triggers: the HTTP API answers, and what queues, streams and
   * schedules would invoke waits until {@link LocalCloud#start(Trigger.QueueSource)} and its like
   * are called.
   */
  public LocalOptions withoutTriggers() {
    return new LocalOptions(
        template,
        port,
        data,
        parameters,
        engines,
        logs,
        scheduleMinute,
        redisReplacedAfter,
        environment,
        false);
  }
}

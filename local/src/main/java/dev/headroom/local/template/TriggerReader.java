package dev.headroom.local.template;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of a function's Events. */
final class TriggerReader {
  private static final Map<String, String> SCHEDULE_NO_EFFECT =
      Map.of("Description", "words", "RoleArn", "permissions", "FlexibleTimeWindow", "load on AWS");

  /** Lambda's own, when a stream's event source says nothing. */
  private static final int STREAM_BATCH_SIZE = 100;

  /** What SAM sets when a template says nothing. */
  private static final int ROUTE_TIMEOUT_MILLIS = 5_000;

  /** Lambda's own bound when an event source has none, for an account at its default quota. */
  private static final int MAXIMUM_CONCURRENCY = 1_000;

  private final String function;
  private final String event;
  private final Optional<ApiSpec> api;

  TriggerReader(String function, String event, Optional<ApiSpec> api) {
    this.function = function;
    this.event = event;
    this.api = api;
  }

  /** The trigger; empty when it is disabled or at fault. */
  Optional<Trigger> read(Section section) {
    String type = section.requiredText("Type");
    Optional<Section> properties = section.section("Properties");
    section.nothingElse();
    if (properties.isEmpty()) {
      section.fault("Properties", "is missing.");
      return Optional.empty();
    }
    Section of = properties.get();
    Optional<Trigger> trigger =
        switch (type) {
          case "HttpApi" -> Optional.of(route(of));
          case "SQS" -> queueSource(of);
          case "DynamoDB" -> streamSource(of);
          case "Schedule" -> schedule(of, "Schedule", Arn.rule(function + event));
          case "ScheduleV2" -> schedule(of, "ScheduleExpression", Arn.schedule(function + event));
          default -> {
            section.fault(
                "Type", "the event type " + type + " is not supported by the local cloud.");
            of.keys().forEach(of::value);
            yield Optional.empty();
          }
        };
    of.nothingElse();
    return trigger;
  }

  private Trigger.Route route(Section of) {
    if (!api.map(ApiSpec::id).equals(of.text("ApiId"))) {
      of.fault("ApiId", "must refer to the template's HTTP API.");
    }
    if (!of.text("PayloadFormatVersion").orElse("2.0").equals("2.0")) {
      of.fault("PayloadFormatVersion", "must be 2.0: others are not supported by the local cloud.");
    }
    int timeout = of.integer("TimeoutInMillis", 50, 30_000).orElse(ROUTE_TIMEOUT_MILLIS);
    return new Trigger.Route(
        function,
        of.requiredText("Method").toUpperCase(Locale.ROOT),
        of.requiredText("Path"),
        scopes(of),
        Duration.ofMillis(timeout));
  }

  private Optional<Set<String>> scopes(Section route) {
    Optional<String> standard = api.flatMap(ApiSpec::authorizer).map(ApiSpec.Authorizer::name);
    Optional<Section> auth = route.section("Auth");
    Optional<String> authorizer = auth.flatMap(of -> of.text("Authorizer")).or(() -> standard);
    Set<String> scopes =
        auth.map(of -> Set.copyOf(of.texts("AuthorizationScopes"))).orElse(Set.of());
    auth.ifPresent(Section::nothingElse);
    if (authorizer.isEmpty() || authorizer.get().equals("NONE")) {
      return Optional.empty();
    }
    if (!authorizer.equals(standard)) {
      route.fault(
          "Auth", "asks for the authorizer " + authorizer.get() + ", which the API does not have.");
    }
    return Optional.of(scopes);
  }

  private Optional<Trigger> queueSource(Section of) {
    boolean reportsFailures = reportsFailures(of);
    Optional<Section> scaling = of.section("ScalingConfig");
    int concurrency =
        scaling.flatMap(s -> s.integer("MaximumConcurrency", 2, 1_000)).orElse(MAXIMUM_CONCURRENCY);
    scaling.ifPresent(Section::nothingElse);
    var source =
        new Trigger.QueueSource(
            function,
            Arn.name(of.requiredText("Queue")),
            of.integer("BatchSize", 1, 10).orElse(10),
            reportsFailures,
            concurrency);
    return of.flag("Enabled").orElse(true) ? Optional.of(source) : Optional.empty();
  }

  private static boolean reportsFailures(Section of) {
    Set<String> responses = Set.copyOf(of.texts("FunctionResponseTypes"));
    if (!responses.isEmpty() && !responses.equals(Set.of("ReportBatchItemFailures"))) {
      of.fault("FunctionResponseTypes", "must be ReportBatchItemFailures.");
    }
    return !responses.isEmpty();
  }

  private Optional<Trigger> streamSource(Section of) {
    if (of.flag("BisectBatchOnFunctionError").orElse(false)) {
      of.fault("BisectBatchOnFunctionError", "true is not supported by the local cloud.");
    }
    String position = of.requiredText("StartingPosition");
    if (!Set.of("TRIM_HORIZON", "LATEST").contains(position)) {
      of.fault("StartingPosition", "must be TRIM_HORIZON or LATEST.");
    }
    var source =
        new Trigger.StreamSource(
            function,
            Arn.tableOfStream(of.requiredText("Stream")),
            position.equals("TRIM_HORIZON"),
            of.integer("BatchSize", 1, 10_000).orElse(STREAM_BATCH_SIZE),
            Duration.ofSeconds(of.integer("MaximumBatchingWindowInSeconds", 0, 300).orElse(0)),
            of.integer("TumblingWindowInSeconds", 0, 900)
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds),
            reportsFailures(of),
            of.integer("MaximumRetryAttempts", -1, 10_000).filter(retries -> retries >= 0));
    return of.flag("Enabled").orElse(true) ? Optional.of(source) : Optional.empty();
  }

  private Optional<Trigger> schedule(Section of, String expressionKey, String arn) {
    of.withoutEffect(SCHEDULE_NO_EFFECT);
    String expression = of.requiredText(expressionKey);
    Optional<Rate> rate = Rate.of(expression);
    if (rate.isEmpty()) {
      of.fault(
          expressionKey,
          "must be a rate(...): " + expression + " is not supported by the local cloud.");
    }
    Optional<String> input = of.text("Input");
    boolean enabled =
        of.flag("Enabled").orElse(true) && of.text("State").orElse("ENABLED").equals("ENABLED");
    return rate.filter(_ -> enabled)
        .map(every -> new Trigger.Schedule(function, arn, every, input));
  }
}

package dev.headroom.local.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an AWS::Serverless::Function. */
final class FunctionReader {
  private static final Map<String, String> NO_EFFECT =
      Map.ofEntries(
          Map.entry("Architectures", "this machine"),
          Map.entry("AutoPublishAlias", "deployment"),
          Map.entry("CodeUri", "the class path"),
          Map.entry("Description", "words"),
          Map.entry("EphemeralStorage", "this machine"),
          Map.entry("Layers", "the class path"),
          Map.entry("Runtime", "this JVM"),
          Map.entry("SnapStart", "this JVM"),
          Map.entry("Tags", "words"),
          Map.entry("Tracing", "monitoring"),
          Map.entry("VpcConfig", "network"));

  private FunctionReader() {}

  static FunctionSpec read(String id, String name, Section function, Optional<ApiSpec> api) {
    function.withoutEffect(NO_EFFECT);
    var spec =
        new FunctionSpec(
            id,
            name,
            function.requiredText("Handler"),
            function.integer("MemorySize", 128, 10_240).orElse(128),
            Duration.ofSeconds(function.integer("Timeout", 1, 900).orElse(3)),
            function.integer("ReservedConcurrentExecutions", 0, 1_000),
            environment(function),
            logGroup(function).orElse("/aws/lambda/" + name),
            function.requiredText("Role"),
            triggers(id, function, api));
    function.nothingElse();
    return spec;
  }

  private static Map<String, String> environment(Section function) {
    Optional<Section> environment = function.section("Environment");
    Map<String, String> variables =
        environment.map(of -> of.namedTexts("Variables")).orElse(Map.of());
    environment.ifPresent(Section::nothingElse);
    return variables;
  }

  private static Optional<String> logGroup(Section function) {
    Optional<Section> logging = function.section("LoggingConfig");
    Optional<String> group = logging.flatMap(of -> of.text("LogGroup"));
    logging.ifPresent(
        of -> {
          of.withoutEffect(
              Map.of(
                  "LogFormat",
                  "one file",
                  "ApplicationLogLevel",
                  "one file",
                  "SystemLogLevel",
                  "one file"));
          of.nothingElse();
        });
    return group;
  }

  private static List<Trigger> triggers(String id, Section function, Optional<ApiSpec> api) {
    var triggers = new ArrayList<Trigger>();
    function
        .namedSections("Events")
        .forEach(
            (event, section) ->
                new TriggerReader(id, event, api).read(section).ifPresent(triggers::add));
    return triggers;
  }
}

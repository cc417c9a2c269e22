package dev.headroom.local.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a whole template: its sections, then each resource by the reader of its type. */
final class TemplateReader {
  private static final Map<String, String> NO_EFFECT =
      Map.of("AWSTemplateFormatVersion", "grammar", "Description", "words", "Metadata", "words");

  private final Section root;
  private final Optional<String> stack;
  private final Faults faults;

  TemplateReader(Map<?, ?> template, Optional<String> stack, Faults faults) {
    this.root = new Section("Template", template, faults);
    this.stack = stack;
    this.faults = faults;
  }

  Template read(Map<String, String> given) {
    root.withoutEffect(NO_EFFECT);
    if (!root.requiredText("Transform").equals("AWS::Serverless-2016-10-31")) {
      root.fault("Transform", "must be AWS::Serverless-2016-10-31.");
    }
    Map<?, ?> resources = mapping(root.value("Resources"));
    var intrinsics =
        new Intrinsics(
            Parameters.values(declaredParameters(), given, faults),
            resources,
            mapping(root.value("Conditions")),
            stack,
            faults);
    Map<?, ?> functionGlobals = functionGlobals();
    Map<String, String> outputs = outputs(intrinsics.resolve(root.value("Outputs"), "Outputs"));
    root.nothingElse();
    var read = new ArrayList<Resource>();
    resources.forEach(
        (id, raw) -> {
          boolean function = mapping(raw).get("Type") instanceof String type && isFunction(type);
          Map<?, ?> globals = function ? functionGlobals : Map.of();
          Resource.read(String.valueOf(id), raw, globals, intrinsics, faults).ifPresent(read::add);
        });
    return template(read, outputs);
  }

  private static boolean isFunction(String type) {
    return ResourceType.of(type).equals(Optional.of(ResourceType.FUNCTION));
  }

  private Map<String, Section> declaredParameters() {
    var declared = new LinkedHashMap<String, Section>();
    mapping(root.value("Parameters"))
        .forEach(
            (name, declaration) ->
                declared.put(
                    String.valueOf(name), new Section("Parameters." + name, declaration, faults)));
    return declared;
  }

  private Map<?, ?> functionGlobals() {
    var globals = new Section("Globals", root.value("Globals"), faults);
    Map<?, ?> function = mapping(globals.value("Function"));
    globals.nothingElse();
    return function;
  }

  private static Map<String, String> outputs(@Nullable Object resolved) {
    var outputs = new LinkedHashMap<String, String>();
    mapping(resolved)
        .forEach(
            (name, output) ->
                outputs.put(String.valueOf(name), String.valueOf(mapping(output).get("Value"))));
    return outputs;
  }

  private Template template(List<Resource> resources, Map<String, String> outputs) {
    // Before the functions, whose routes refer to it.
    Optional<ApiSpec> api =
        only(ResourceType.HTTP_API, resources)
            .map(resource -> ApiReader.read(resource.id(), resource.properties()));
    var functions = new LinkedHashMap<String, FunctionSpec>();
    var tables = new LinkedHashMap<String, TableSpec>();
    var queues = new LinkedHashMap<String, QueueSpec>();
    var buckets = new LinkedHashMap<String, String>();
    var permissions = new LinkedHashMap<String, List<Permission>>();
    for (Resource resource : resources) {
      String id = resource.id();
      String name = resource.name();
      Section properties = resource.properties();
      switch (resource.type()) {
        case FUNCTION -> functions.put(id, FunctionReader.read(id, name, properties, api));
        case TABLE -> tables.put(id, TableReader.read(name, properties));
        case QUEUE -> queues.put(id, QueueReader.read(name, properties));
        case ROLE -> permissions.put(Arn.role(name), RoleReader.read(properties));
        case BUCKET -> {
          withoutEffect(resource);
          buckets.put(id, name);
        }
        case LOG_GROUP, MANAGED_POLICY, CACHE_USER, CACHE_USER_GROUP, NETWORK ->
            withoutEffect(resource);
        case HTTP_API, CACHE -> {
          // of each there is one, and they are read by themselves
        }
      }
    }
    Optional<CacheSpec> cache = only(ResourceType.CACHE, resources).map(this::cache);
    var template =
        new Template(functions, tables, queues, buckets, cache, api, permissions, outputs);
    var keys = new HashSet<String>();
    template.routes().stream()
        .map(Trigger.Route::key)
        .filter(key -> !keys.add(key))
        .forEach(key -> faults.add("Resources", "the route " + key + " is there twice."));
    template.triggers().stream()
        .filter(Trigger.StreamSource.class::isInstance)
        .map(Trigger.StreamSource.class::cast)
        .forEach(source -> checkStream(source, tables.values(), keys));
    return template;
  }

  private void checkStream(
      Trigger.StreamSource source, Collection<TableSpec> tables, Set<String> keys) {
    String path = "Resources." + source.function() + ".Properties.Events";
    if (tables.stream()
        .filter(table -> table.streamView().isPresent())
        .map(TableSpec::name)
        .noneMatch(source.table()::equals)) {
      faults.add(path, "the stream must be that of a table with a StreamSpecification.");
    }
    if (!keys.add(source.function() + " of " + source.table())) {
      faults.add(path, "the stream of " + source.table() + " is there twice.");
    }
  }

  /** What there may be one of. */
  private Optional<Resource> only(ResourceType type, List<Resource> resources) {
    List<Resource> all = resources.stream().filter(resource -> resource.type() == type).toList();
    if (all.size() > 1) {
      faults.unsupported("Resources", "more than one " + all.getFirst().typeName());
    }
    return all.stream().findFirst();
  }

  private CacheSpec cache(Resource cache) {
    Section properties = cache.properties();
    if (!properties.requiredText("Engine").matches("valkey|redis")) {
      properties.fault("Engine", "must be valkey or redis.");
    }
    withoutEffect(cache);
    return new CacheSpec(cache.name());
  }

  private static void withoutEffect(Resource resource) {
    resource.properties().withoutEffect(NoEffect.of(resource.typeName()));
    resource.properties().nothingElse();
  }

  private static Map<?, ?> mapping(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}

package dev.headroom.local.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Replaces CloudFormation's intrinsic functions by what they stand for. */
final class Intrinsics {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]*)}");

  private static final Map<String, String> PSEUDO_PARAMETERS =
      Map.of(
          "AWS::Region", Arn.REGION,
          "AWS::AccountId", Arn.ACCOUNT,
          "AWS::Partition", "aws",
          "AWS::URLSuffix", "amazonaws.com",
          "AWS::StackName", "local",
          "AWS::StackId", "arn:aws:cloudformation:us-east-1:000000000000:stack/local/local");

  private static final List<String> AVAILABILITY_ZONES =
      List.of(Arn.REGION + "a", Arn.REGION + "b", Arn.REGION + "c");

  private final Map<String, Object> parameters;
  private final Map<?, ?> resources;
  private final Conditions conditions;
  private final Optional<String> stack;
  private final Faults faults;

  Intrinsics(
      Map<String, Object> parameters,
      Map<?, ?> resources,
      Map<?, ?> conditions,
      Optional<String> stack,
      Faults faults) {
    this.parameters = new HashMap<>(PSEUDO_PARAMETERS);
    stack.ifPresent(name -> this.parameters.put("AWS::StackName", name));
    this.stack = stack;
    this.parameters.putAll(parameters);
    this.resources = resources;
    this.conditions = new Conditions(conditions, this, faults);
    this.faults = faults;
  }

  boolean holds(String condition, String path) {
    return conditions.holds(condition, path);
  }

  /**
   * The value with every intrinsic in it resolved; null for {@code AWS::NoValue}, which removes the
   * property or element that has it, and for what is at fault.
   */
  @Nullable Object resolve(@Nullable Object raw, String path) {
    return switch (raw) {
      case Map<?, ?> map when map.size() == 1 && isIntrinsic(map) -> {
        var only = map.entrySet().iterator().next();
        yield call(String.valueOf(only.getKey()), only.getValue(), path);
      }
      case Map<?, ?> map -> mapping(map, path);
      case List<?> list -> list(list, path);
      case null -> null;
      case Object scalar -> scalar;
    };
  }

  private static boolean isIntrinsic(Map<?, ?> map) {
    String key = String.valueOf(map.keySet().iterator().next());
    return key.equals("Ref") || key.startsWith("Fn::");
  }

  private Map<String, Object> mapping(Map<?, ?> map, String path) {
    var resolved = new LinkedHashMap<String, Object>();
    map.forEach(
        (key, value) -> {
          Object element = resolve(value, path + "." + key);
          if (element != null) {
            resolved.put(String.valueOf(key), element);
          }
        });
    return resolved;
  }

  private List<Object> list(List<?> list, String path) {
    var resolved = new ArrayList<Object>();
    for (int i = 0; i < list.size(); i++) {
      Object element = resolve(list.get(i), path + "[" + i + "]");
      if (element != null) {
        resolved.add(element);
      }
    }
    return resolved;
  }

  private @Nullable Object call(String function, @Nullable Object argument, String path) {
    List<?> parts = argument instanceof List<?> list ? list : Collections.singletonList(argument);
    String first = parts.isEmpty() ? "" : String.valueOf(parts.getFirst());
    return switch (function + "/" + parts.size()) {
      case "Ref/1" -> ref(first, path);
      case "Fn::GetAtt/2" -> attribute(first, String.valueOf(parts.getLast()), path);
      case "Fn::Sub/1" -> substitute(first, Map.of(), path);
      case "Fn::Sub/2" -> substitute(first, variables(parts.getLast(), path), path);
      case "Fn::Join/2" -> join(first, resolve(parts.getLast(), path));
      case "Fn::If/3" -> resolve(parts.get(holds(first, path) ? 1 : 2), path);
      case "Fn::Split/2" ->
          List.of(join("", resolve(parts.getLast(), path)).split(Pattern.quote(first)));
      case "Fn::Select/2" -> select(first, resolve(parts.getLast(), path), path);
      case "Fn::GetAZs/1" -> AVAILABILITY_ZONES;
      default -> {
        faults.unsupported(path, function + " in this form");
        yield null;
      }
    };
  }

  private Map<String, Object> variables(@Nullable Object argument, String path) {
    return argument instanceof Map<?, ?> variables ? mapping(variables, path) : Map.of();
  }

  private @Nullable Object ref(String name, String path) {
    if (name.equals("AWS::NoValue")) {
      return null;
    }
    Object value = parameters.get(name);
    ResourceType type = resourceType(name);
    if (value == null && type == null) {
      faults.add(path, "refers to " + name + ", which is not a parameter or a supported resource.");
    }
    return type == null ? value : type.ref(nameOf(name, type));
  }

  private @Nullable Object attribute(String resource, String attribute, String path) {
    ResourceType type = resourceType(resource);
    Optional<String> value =
        type == null ? Optional.empty() : type.attribute(nameOf(resource, type), attribute);
    if (value.isEmpty()) {
      faults.unsupported(path, "the attribute " + resource + "." + attribute);
    }
    return value.orElse(null);
  }

  private String substitute(String text, Map<String, Object> variables, String path) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1).isEmpty()
                        ? variable(match.group(2), variables, path)
                        : "${" + match.group(2) + "}"));
  }

  private String variable(String name, Map<String, Object> variables, String path) {
    int dot = name.indexOf('.');
    Object value = variables.get(name);
    if (value == null) {
      value =
          dot < 0
              ? ref(name, path)
              : attribute(name.substring(0, dot), name.substring(dot + 1), path);
    }
    return join(",", value);
  }

  private static String join(String delimiter, @Nullable Object elements) {
    return elements instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(delimiter))
        : String.valueOf(elements);
  }

  private @Nullable Object select(String index, @Nullable Object elements, String path) {
    if (elements instanceof List<?> list
        && index.matches("\\d{1,4}")
        && Integer.parseInt(index) < list.size()) {
      return list.get(Integer.parseInt(index));
    }
    faults.add(path, "selects the element " + index + ", which is not there.");
    return null;
  }

  private @Nullable ResourceType resourceType(String logicalId) {
    return resources.get(logicalId) instanceof Map<?, ?> resource
        ? ResourceType.of(String.valueOf(resource.get("Type"))).orElse(null)
        : null;
  }

  /** What a resource is called: its name property, else the stack's name and its logical id. */
  String nameOf(String logicalId, ResourceType type) {
    Object name =
        resources.get(logicalId) instanceof Map<?, ?> resource
                && resource.get("Properties") instanceof Map<?, ?> properties
            ? properties.get(type.nameProperty())
            : null;
    String path = "Resources." + logicalId + ".Properties." + type.nameProperty();
    return name == null ? type.defaultName(stack, logicalId) : String.valueOf(resolve(name, path));
  }
}

package dev.headroom.local.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values for the functions' environment variables in place of the template's: of those variables
 * that the template has, and that say nothing of where a resource is.
 */
final class Overrides {
  /** The name in <code>${Table.Arn}</code> and <code>${Stage}</code>. */
  private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{([^}.!]+)");

  private static final String FUNCTION = "AWS::Serverless::Function";

  private final Map<?, ?> resources;
  private final Map<String, String> given;

  private Overrides(Map<?, ?> resources, Map<String, String> given) {
    this.resources = resources;
    this.given = given;
  }

  /** The template with these values; names that are no function's variables are of no effect. */
  static Map<?, ?> apply(Map<?, ?> template, Map<String, String> given) {
    if (given.isEmpty() || !(template.get("Resources") instanceof Map<?, ?> resources)) {
      return template;
    }
    var overrides = new Overrides(resources, given);
    Map<?, ?> withGlobals =
        at(template, "Globals", globals -> at(globals, "Function", overrides::environment));
    return at(withGlobals, "Resources", all -> each(all, (_, raw) -> overrides.resource(raw)));
  }

  private @Nullable Object resource(@Nullable Object raw) {
    return raw instanceof Map<?, ?> resource && FUNCTION.equals(resource.get("Type"))
        ? at(resource, "Properties", this::environment)
        : raw;
  }

  private Map<?, ?> environment(Map<?, ?> function) {
    return at(function, "Environment", of -> at(of, "Variables", all -> each(all, this::value)));
  }

  private @Nullable Object value(Object variable, @Nullable Object value) {
    String other = given.get(String.valueOf(variable));
    return other == null || namesResource(value) ? value : other;
  }

  private boolean namesResource(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .anyMatch(
                  entry ->
                      switch (String.valueOf(entry.getKey())) {
                        case "Ref" -> resources.containsKey(entry.getValue());
                        case "Fn::GetAtt" -> true;
                        default -> namesResource(entry.getValue());
                      });
      case List<?> list -> list.stream().anyMatch(this::namesResource);
      case String text ->
          SUBSTITUTED
              .matcher(text)
              .results()
              .anyMatch(name -> resources.containsKey(name.group(1)));
      case null, default -> false;
    };
  }

  /** The mapping with another in the place of one of its values, if that is a mapping. */
  private static Map<?, ?> at(Map<?, ?> mapping, String key, UnaryOperator<Map<?, ?>> change) {
    return each(
        mapping,
        (name, value) ->
            key.equals(name) && value instanceof Map<?, ?> child ? change.apply(child) : value);
  }

  private static Map<?, ?> each(
      Map<?, ?> mapping, BiFunction<Object, @Nullable Object, @Nullable Object> change) {
    var changed = new LinkedHashMap<Object, @Nullable Object>();
    mapping.forEach((key, value) -> changed.put(key, change.apply(key, value)));
    return changed;
  }
}

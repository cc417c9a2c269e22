package dev.headroom.local.template;

import dev.headroom.local.startup.CannotStart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a template asks for, with parameters and intrinsics resolved as AWS would: queues have their
 * AWS URLs, and whoever runs them replaces those. All maps are by logical id.
 *
 * @param buckets logical id to bucket name
 * @param permissions role ARN to what the role allows
 * @param outputs output name to its value
 */
public record Template(
    Map<String, FunctionSpec> functions,
    Map<String, TableSpec> tables,
    Map<String, QueueSpec> queues,
    Map<String, String> buckets,
    Optional<CacheSpec> cache,
    Optional<ApiSpec> api,
    Map<String, List<Permission>> permissions,
    Map<String, String> outputs) {

  /**
   * Reads a template.
   *
   * @param parameters values for the template's parameters; the others have their defaults
   * @throws CannotStart when anything in it is wrong or not supported here, all faults together
   */
  public static Template read(Path file, Map<String, String> parameters) {
    return TemplateFile.read(file).resolve(parameters);
  }

  public List<Trigger> triggers() {
    return functions.values().stream().flatMap(function -> function.triggers().stream()).toList();
  }

  public List<Trigger.Route> routes() {
    return triggers().stream()
        .filter(Trigger.Route.class::isInstance)
        .map(Trigger.Route.class::cast)
        .toList();
  }

  /** What the role of a function allows; the function's own logical id is asked for. */
  public List<Permission> permissionsOf(String function) {
    FunctionSpec spec = functions.get(function);
    return spec == null ? List.of() : permissions.getOrDefault(spec.role(), List.of());
  }
}

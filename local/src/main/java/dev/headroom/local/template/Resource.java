package dev.headroom.local.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One resource of a template.
 *
 * @param typeName as in {@code AWS::SQS::Queue}
 * @param name what it is called on AWS
 * @param properties resolved; the globals of its type are merged in
 */
record Resource(String id, ResourceType type, String typeName, String name, Section properties) {
  private static final Map<String, String> NO_EFFECT =
      Map.of(
          "DependsOn", "order of creation",
          "DeletionPolicy", "stack life cycle",
          "UpdateReplacePolicy", "stack life cycle",
          "Metadata", "words");

  /**
   * Reads a resource; empty when its condition does not hold, or its type is at fault.
   *
   * @param globals what the Globals section says for this resource's type
   */
  static Optional<Resource> read(
      String id, Object raw, Map<?, ?> globals, Intrinsics intrinsics, Faults faults) {
    var section = new Section("Resources." + id, raw, faults);
    String typeName = section.requiredText("Type");
    Optional<ResourceType> type = ResourceType.of(typeName);
    Object properties = section.value("Properties");
    Optional<String> condition = section.text("Condition");
    section.withoutEffect(NO_EFFECT);
    section.nothingElse();
    if (type.isEmpty()) {
      section.fault(
          "Type", "the resource type " + typeName + " is not supported by the local cloud.");
    }
    if (type.isEmpty()
        || !condition.map(name -> intrinsics.holds(name, section.path())).orElse(true)) {
      return Optional.empty();
    }
    String path = section.path("Properties");
    Object resolved = intrinsics.resolve(merged(globals, properties), path);
    var resource =
        new Resource(
            id,
            type.get(),
            typeName,
            intrinsics.nameOf(id, type.get()),
            new Section(path, resolved, faults));
    resource.properties.withoutEffect(Map.of(type.get().nameProperty(), "it is in the name"));
    return Optional.of(resource);
  }

  /** As SAM merges: mappings by key, lists one after the other, and else the resource wins. */
  private static @Nullable Object merged(@Nullable Object global, @Nullable Object own) {
    if (global instanceof Map<?, ?> defaults && own instanceof Map<?, ?> values) {
      var merged = new LinkedHashMap<Object, @Nullable Object>(defaults);
      values.forEach((key, value) -> merged.put(key, merged(defaults.get(key), value)));
      return merged;
    }
    if (global instanceof List<?> first && own instanceof List<?> second) {
      return Stream.concat(first.stream(), second.stream()).toList();
    }
    return own == null ? global : own;
  }
}

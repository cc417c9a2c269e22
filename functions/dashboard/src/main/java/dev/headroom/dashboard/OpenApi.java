package dev.headroom.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The contract, openapi.yaml, as this function ships it. */
final class OpenApi {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final String json;
  private final String version;
  private final Map<List<String>, Set<String>> methodsByPath = new LinkedHashMap<>();

  private OpenApi(JsonNode document) {
    this.json = document.toString();
    this.version = document.path("info").path("version").asText();
    document
        .path("paths")
        .properties()
        .forEach(
            path -> {
              Set<String> methods = new TreeSet<>();
              path.getValue().fieldNames().forEachRemaining(methods::add);
              methods.retainAll(METHODS);
              methodsByPath.put(
                  segments(path.getKey()),
                  methods.stream()
                      .map(method -> method.toUpperCase(Locale.ROOT))
                      .collect(Collectors.toSet()));
            });
  }

  static OpenApi read() {
    try (var in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is not in the archive");
      }
      return new OpenApi(new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String json() {
    return json;
  }

  String version() {
    return version;
  }

  /** The methods that a path takes, upper case and sorted; empty when there is no such path. */
  Set<String> methodsOf(String path) {
    List<String> segments = segments(path);
    Set<String> methods = new TreeSet<>(methodsByPath.getOrDefault(segments, Set.of()));
    if (methods.isEmpty()) {
      methodsByPath.forEach(
          (template, allowed) -> {
            if (matches(template, segments)) {
              methods.addAll(allowed);
            }
          });
    }
    return methods;
  }

  private static boolean matches(List<String> template, List<String> path) {
    if (template.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      String part = template.get(i);
      if (!part.startsWith("{") && !part.equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}

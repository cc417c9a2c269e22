package dev.headroom.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The lists of routes, parameters and settings are those of openapi.yaml and template.yaml. */
class ReferenceTest {
  private static final String BASE = "/api/v1/performance";
  private static final Pattern ROUTE = Pattern.compile("^`([A-Z]+ /\\S+)`");
  private static final Page CONFIGURATION = Page.read("docs/configuration.md");

  private static JsonNode yaml(String file) throws IOException {
    return new YAMLMapper().readTree(Path.of(file).toFile());
  }

  @Test
  void every_route_is_listed() throws IOException {
    Set<String> routes = new TreeSet<>();
    yaml("openapi.yaml")
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            routes.add(
                                method.toUpperCase(Locale.ROOT)
                                    + " "
                                    + path.getKey().replaceFirst("^" + BASE, ""));
                          }
                        }));
    Set<String> listed = new TreeSet<>();
    for (var row : Page.read("docs/http-api.md").rows()) {
      ROUTE.matcher(row.getFirst()).results().forEach(found -> listed.add(found.group(1)));
    }

    assertThat(listed).isEqualTo(routes);
  }

  /** Returns the second cell of each row of the page, by the first, both without backquotes. */
  private static Map<String, String> defaults(Pattern name) {
    Map<String, String> defaults = new TreeMap<>();
    for (var row : CONFIGURATION.rows()) {
      String first = row.getFirst().replace("`", "");
      if (name.matcher(first).matches() && !row.get(2).contains("not in the template")) {
        defaults.put(first, row.get(1).replace("`", ""));
      }
    }
    return defaults;
  }

  @Test
  void every_parameter_of_the_stack_is_listed_with_its_default() throws IOException {
    Map<String, String> parameters = new TreeMap<>();
    yaml("template.yaml")
        .path("Parameters")
        .properties()
        .forEach(
            parameter -> {
              String value = parameter.getValue().path("Default").asText();
              parameters.put(parameter.getKey(), value.isEmpty() ? "none" : value);
            });

    assertThat(defaults(Pattern.compile("[A-Z][a-z]\\w+"))).isEqualTo(parameters);
  }

  @Test
  void every_setting_of_the_functions_is_listed_with_its_default() throws IOException {
    JsonNode template = yaml("template.yaml");
    Map<String, String> settings = new TreeMap<>();
    Map<String, String> ofParameters = new TreeMap<>();
    template
        .at("/Globals/Function/Environment/Variables")
        .properties()
        .forEach(
            variable -> {
              String value = variable.getValue().asText();
              JsonNode parameter = template.path("Parameters").path(value);
              if (!parameter.isMissingNode()) {
                ofParameters.put(variable.getKey(), parameter.path("Default").asText());
              } else if (!template.path("Resources").has(value) && !value.contains("${")) {
                settings.put(variable.getKey(), value.isEmpty() ? "none" : value);
              }
            });
    settings.keySet().removeIf(name -> name.startsWith("POWERTOOLS_"));
    Map<String, String> listed = defaults(Pattern.compile("[A-Z]+_[A-Z_]+"));

    assertThat(listed).containsAllEntriesOf(settings);
    settings.putAll(ofParameters);
    assertThat(settings).containsAllEntriesOf(listed);
  }
}

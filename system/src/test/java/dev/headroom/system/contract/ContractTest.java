package dev.headroom.system.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.dialect.Dialect;
import dev.headroom.http.HttpFunction;
import dev.headroom.http.Route;
import dev.headroom.http.Scope;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.template.Template;
import dev.headroom.local.template.Trigger;
import dev.headroom.system.TheTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The route tables are what is answered, template.yaml is what is reachable, openapi.yaml is what
 * is promised: they must be the same.
 */
class ContractTest {
  private final Template template = TheTemplate.read();
  private final Contract contract = Contract.read();

  private Map<String, Trigger.Route> routesOfTemplate() {
    Map<String, Trigger.Route> routes = new TreeMap<>();
    template
        .functions()
        .values()
        .forEach(
            function ->
                function.triggers().stream()
                    .filter(Trigger.Route.class::isInstance)
                    .map(Trigger.Route.class::cast)
                    .forEach(route -> routes.put(route.key(), route)));
    return routes;
  }

  private Map<String, Route> routesOfFunctions() throws ReflectiveOperationException {
    Map<String, Route> routes = new TreeMap<>();
    try (var engines = Engines.start(template, Optional.empty())) {
      for (var function : template.functions().values()) {
        Class<?> handler = Class.forName(function.handler());
        if (HttpFunction.class.isAssignableFrom(handler)) {
          var made =
              (HttpFunction)
                  handler.getConstructor(Map.class).newInstance(engines.environment(function.id()));
          made.routes().all().forEach(route -> routes.put(route.key(), route));
        }
      }
    }
    return routes;
  }

  @Test
  void every_route_of_a_function_is_in_the_template_and_the_other_way_round() throws Exception {
    assertThat(routesOfTemplate().keySet()).isEqualTo(routesOfFunctions().keySet());
  }

  @Test
  void each_route_asks_for_the_same_scopes_in_both() throws Exception {
    Map<String, Set<String>> inFunctions =
        routesOfFunctions().values().stream()
            .collect(Collectors.toMap(Route::key, route -> route.scope().accepted()));
    Map<String, Set<String>> inTemplate =
        routesOfTemplate().values().stream()
            .collect(
                Collectors.toMap(Trigger.Route::key, route -> route.scopes().orElse(Set.of())));

    assertThat(inTemplate).isEqualTo(inFunctions);
    assertThat(routesOfTemplate().values())
        .allSatisfy(route -> assertThat(route.scopes()).isNotEqualTo(Optional.of(Set.of())));
  }

  @Test
  void every_route_is_an_operation_of_the_openapi_document_and_the_other_way_round() {
    Set<String> routes = new TreeSet<>(routesOfTemplate().keySet());
    routes.remove("$default");

    assertThat(contract.operations().keySet()).isEqualTo(routes);
  }

  @Test
  void each_operation_names_the_scope_of_its_route() throws Exception {
    Map<String, Route> routes = routesOfFunctions();

    contract
        .operations()
        .forEach(
            (key, operation) -> {
              Scope scope = requireNonNull(routes.get(key)).scope();
              JsonNode security = operation.path("security");
              if (scope == Scope.OPEN) {
                assertThat(security).as(key).isEmpty();
              } else {
                assertThat(scope.accepted())
                    .as(key)
                    .contains(security.path(0).path("token").path(0).asText());
              }
            });
  }

  @Test
  void an_operation_tells_of_the_limit_if_its_route_is_limited() throws Exception {
    Map<String, Route> routes = routesOfFunctions();

    contract
        .operations()
        .forEach(
            (key, operation) -> {
              boolean sommos = key.contains(" " + Dialect.SOMMOS.base() + "/");
              String tooMany = "#/components/responses/" + (sommos ? "Sommos" : "") + "TooMany";
              assertThat(operation.at("/responses/429/$ref").asText().equals(tooMany))
                  .as(key)
                  .isEqualTo(requireNonNull(routes.get(key)).group().isPresent());
            });
  }

  @Test
  void an_operation_with_a_body_is_a_route_with_a_record_and_the_same_fields() throws Exception {
    Map<String, Route> routes = routesOfFunctions();

    for (var operation : contract.operations().entrySet()) {
      JsonNode ref = operation.getValue().at("/requestBody/content/application~1json/schema/$ref");
      Optional<Class<?>> body = requireNonNull(routes.get(operation.getKey())).body();
      assertThat(body.isPresent()).as(operation.getKey()).isEqualTo(!ref.isMissingNode());
      if (body.isPresent()) {
        Set<String> promised = new TreeSet<>();
        contract
            .document()
            .at(ref.asText().substring(1) + "/properties")
            .fieldNames()
            .forEachRemaining(promised::add);
        boolean sommos = operation.getKey().contains(" " + Dialect.SOMMOS.base() + "/");
        assertThat(fields(body.get(), sommos)).as(operation.getKey()).isEqualTo(promised);
      }
    }
  }

  private static Set<String> fields(Class<?> body, boolean camelCase) {
    Set<String> fields = new TreeSet<>();
    for (var component : body.getRecordComponents()) {
      String name = component.getName();
      fields.add(
          camelCase ? name : name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT));
    }
    return fields;
  }

  @Test
  void every_trigger_has_its_sample_event_and_no_event_is_left_over() throws IOException {
    Set<String> triggers = new TreeSet<>();
    new TemplateTriggers(Path.of("template.yaml"))
        .names()
        .forEach(name -> triggers.add(name + ".json"));

    try (var files = Files.list(Path.of("events"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(triggers);
    }
  }

  @Test
  void every_reference_leads_somewhere_and_operation_ids_are_unique() {
    List<String> references = new ArrayList<>();
    collect(contract.document(), references);
    List<String> ids =
        contract.operations().values().stream()
            .map(operation -> operation.path("operationId").asText())
            .toList();

    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(contract.document().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids).doesNotContain("");
  }

  @Test
  void no_comma_has_torn_a_description_apart() {
    List<String> keys = new ArrayList<>();
    collectKeys(contract.document(), keys);

    assertThat(keys).isNotEmpty().noneMatch(key -> key.contains(" "));
  }

  private static void collectKeys(JsonNode node, List<String> keys) {
    node.fieldNames().forEachRemaining(keys::add);
    node.forEach(child -> collectKeys(child, keys));
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.path("$ref").isTextual()) {
      references.add(node.path("$ref").asText());
    }
    node.forEach(child -> collect(child, references));
  }
}

package dev.headroom.system.contract;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.headroom.dialect.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** openapi.yaml, to hold answers and routes against. */
public final class Contract {
  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private Contract(JsonNode document) {
    this.document = document;
  }

  public static Contract read() {
    try {
      var yaml =
          YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();
      return new Contract(yaml.readTree(Files.readString(Path.of("openapi.yaml"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode document() {
    return document;
  }

  /** Each operation, by its key as API Gateway writes it: {@code GET /health}. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (!method.getKey().equals("parameters")) {
                            operations.put(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                method.getValue());
                          }
                        }));
    return operations;
  }

  /** The operation that a request is one of. */
  Optional<String> operationOf(String method, String path) {
    String[] segments = path.split("/", -1);
    return operations().keySet().stream()
        .filter(key -> key.startsWith(method + " "))
        .filter(key -> matches(key.substring(method.length() + 1).split("/", -1), segments))
        .min(java.util.Comparator.comparing(key -> key.contains("{")));
  }

  private static boolean matches(String[] template, String[] path) {
    boolean matches = template.length == path.length;
    for (int i = 0; matches && i < path.length; i++) {
      matches = template[i].startsWith("{") || template[i].equals(path[i]);
    }
    return matches;
  }

  /**
   * What is wrong with an answer; empty when the contract allows it.
   *
   * @param body null when the answer has none
   */
  public List<String> faults(String method, String path, int status, JsonNode body) {
    Optional<String> operation = operationOf(method, path);
    JsonNode schema;
    if (operation.isEmpty()) {
      schema =
          document.at(
              Dialect.of(path) == Dialect.SOMMOS
                  ? "/components/schemas/SommosFailure"
                  : "/components/schemas/Problem");
    } else {
      JsonNode response =
          resolved(
              requireNonNull(operations().get(operation.get()))
                  .path("responses")
                  .path(String.valueOf(status)));
      if (response.isMissingNode()) {
        return List.of("%s may not answer %d".formatted(operation.get(), status));
      }
      JsonNode content = response.path("content");
      if (content.isMissingNode()) {
        return body.isNull() ? List.of() : List.of("%d has no body".formatted(status));
      }
      schema = content.elements().next().path("schema");
    }
    List<String> faults = new ArrayList<>();
    compiled(schema).validate(body).forEach(error -> faults.add(error.toString()));
    return faults;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private Schema compiled(JsonNode schema) {
    return schemas.computeIfAbsent(
        schema.toString(),
        _ -> {
          ObjectNode whole = schema.deepCopy();
          whole.set("components", document.path("components"));
          return registry.getSchema(whole);
        });
  }
}

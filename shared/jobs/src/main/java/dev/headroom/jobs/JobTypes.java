package dev.headroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The job types that there are, with the JSON Schema of each one's parameters. */
public final class JobTypes {
  /** The types that the worker ships. A test holds this against what the worker really runs. */
  private static final List<String> SHIPPED =
      List.of("extraction", "invoke", "noop", "search_rebuild");

  private static final int MAX_ERRORS = 20;

  /** Where a schema says in its own words what a value must be. */
  private static final String ERROR_MESSAGE = "errorMessage";

  /** Characters of a wrong name that come back. */
  private static final int MAX_SHOWN = 60;

  private final Map<String, Schema> schemas = new LinkedHashMap<>();

  /** In a deployment with no function to invoke. */
  public JobTypes() {
    this(InvocableFunctions.NONE);
  }

  /**
   * In a deployment.
   *
   * @param functions what the type {@code invoke} may call: its schema names them
   */
  public JobTypes(InvocableFunctions functions) {
    var registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().errorMessageKeyword(ERROR_MESSAGE).build()));
    for (String name : SHIPPED) {
      ObjectNode document = document(name);
      if (name.equals("invoke")) {
        ArrayNode allowed = document.withObject("/properties/function").putArray("enum");
        functions.names().forEach(allowed::add);
      }
      schemas.put(name, registry.getSchema(document));
    }
  }

  /** Each type's name and the JSON Schema of its parameters. */
  public Map<String, JsonNode> all() {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    schemas.forEach((name, schema) -> all.put(name, schema.getSchemaNode()));
    return all;
  }

  /**
   * Holds parameters against their type's schema.
   *
   * @throws HeadroomException.Invalid naming {@code job_type}, or each parameter at fault
   */
  void check(String type, ObjectNode parameters) {
    Schema schema =
        Optional.ofNullable(schemas.get(type))
            .orElseThrow(
                () ->
                    new HeadroomException.Invalid(
                        "job_type",
                        "must be one of %s; got \"%s\""
                            .formatted(
                                String.join(", ", schemas.keySet()),
                                type.substring(0, Math.min(type.length(), MAX_SHOWN)))));
    List<FieldError> errors =
        schema.validate(parameters).stream()
            .limit(MAX_ERRORS)
            .map(error -> new FieldError(field(error.getInstanceLocation()), error.getMessage()))
            .toList();
    if (!errors.isEmpty()) {
      throw new HeadroomException.Invalid(errors);
    }
  }

  private static String field(NodePath location) {
    var field = new StringBuilder("parameters");
    for (int i = 0; i < location.getNameCount(); i++) {
      Object element = location.getElement(i);
      field.append(element instanceof Integer index ? "[" + index + "]" : "." + element);
    }
    return field.toString();
  }

  private static ObjectNode document(String name) {
    String resource = "types/" + name + ".json";
    try (var in = JobTypes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("There is no schema at dev/headroom/jobs/" + resource);
      }
      return (ObjectNode) Json.SNAKE_CASE.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

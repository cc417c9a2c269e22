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
import dev.headroom.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The job types that can be submitted: those that come with Headroom, and those that {@link
 * ServiceLoader} finds.
 */
public final class JobTypes {
  private static final int MAX_ERRORS = 20;

  /** The keyword by which a schema gives a message of its own. */
  private static final String ERROR_MESSAGE = "errorMessage";

  /** How many characters of a wrong name an answer contains. */
  private static final int MAX_SHOWN = 60;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern MOVE =
      Pattern.compile("[a-z][a-z0-9_]{0,63}=(general|compute|sandbox)");

  /**
   * Describes a type to clients.
   *
   * @param defaults the options of a job whose client gives none
   * @param schema the JSON Schema of its parameters
   */
  public record Description(Pool pool, JobOptions defaults, JsonNode schema) {}

  private record Type(Pool pool, JobOptions defaults, Schema schema) {}

  private final Map<String, Type> types = new LinkedHashMap<>();

  /** Returns the types of a deployment whose functions for {@code invoke} are not known here. */
  public JobTypes() {
    this(Optional.empty(), Map.of());
  }

  /**
   * Returns the types of a deployment.
   *
   * @param functions what the type {@code invoke} may call: its schema names them
   */
  public JobTypes(InvocableFunctions functions) {
    this(Optional.of(functions), Map.of());
  }

  /**
   * Returns the types of a deployment, some of which run in another pool than their own.
   *
   * @param functions what {@code invoke} may call; when empty, only its worker knows
   * @param pools by the name of the type
   */
  private JobTypes(Optional<InvocableFunctions> functions, Map<String, Pool> pools) {
    var registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().errorMessageKeyword(ERROR_MESSAGE).build()));
    for (BuiltInJob job : BuiltInJob.values()) {
      ObjectNode schema = job.schema();
      if (job == BuiltInJob.INVOKE) {
        functions.ifPresent(these -> allow(schema, these));
      }
      Pool pool = pools.getOrDefault(job.typeName(), job.pool());
      types.put(job.typeName(), new Type(pool, JobOptions.DEFAULT, registry.getSchema(schema)));
    }
    added()
        .forEach(
            (name, type) -> {
              Pool pool = pools.getOrDefault(name, type.pool());
              types.put(name, new Type(pool, type.defaults(), registry.getSchema(type.schema())));
            });
  }

  private static void allow(ObjectNode schema, InvocableFunctions functions) {
    ArrayNode allowed = schema.withObject("/properties/function").putArray("enum");
    functions.names().forEach(allowed::add);
  }

  /**
   * Reads {@code INVOCABLE_FUNCTIONS}, which only a deployment's own functions have, and {@code
   * JOB_TYPE_POOLS}: the types that run in another pool than their own, such as {@code
   * extraction=compute}, separated by commas.
   */
  public static JobTypes read(Settings settings) {
    Map<String, Pool> pools =
        settings.texts("JOB_TYPE_POOLS", MOVE, "a job type = general, compute or sandbox").stream()
            .map(move -> move.split("="))
            .collect(
                Collectors.toMap(
                    move -> move[0],
                    move -> Pool.valueOf(move[1].toUpperCase(Locale.ROOT)),
                    (_, last) -> last));
    return new JobTypes(
        settings.has("INVOCABLE_FUNCTIONS")
            ? Optional.of(InvocableFunctions.read(settings))
            : Optional.empty(),
        pools);
  }

  /**
   * Finds the types that were added, by {@link ServiceLoader}.
   *
   * @throws IllegalStateException when a name is not valid or is taken
   */
  public static Map<String, JobType> added() {
    Map<String, JobType> added = new LinkedHashMap<>();
    for (JobType type : ServiceLoader.load(JobType.class, JobTypes.class.getClassLoader())) {
      if (!NAME.matcher(type.name()).matches()) {
        throw new IllegalStateException(
            "The name of a job type must be 1 to 64 lower case letters, digits and underscores, and begin with a letter; %s has \"%s\"."
                .formatted(type.getClass().getName(), type.name()));
      }
      if (isBuiltIn(type.name()) || added.putIfAbsent(type.name(), type) != null) {
        throw new IllegalStateException(
            "There are two job types called %s; one of them is %s."
                .formatted(type.name(), type.getClass().getName()));
      }
    }
    return added;
  }

  private static boolean isBuiltIn(String name) {
    return List.of(BuiltInJob.values()).stream().anyMatch(job -> job.typeName().equals(name));
  }

  /** Returns each type's description by its name. */
  public Map<String, Description> all() {
    return types.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                type ->
                    new Description(
                        type.getValue().pool(),
                        type.getValue().defaults(),
                        type.getValue().schema().getSchemaNode()),
                (one, _) -> one,
                LinkedHashMap::new));
  }

  /** Returns the options of a job whose client gives none, whether or not there is its type. */
  public JobOptions defaults(@Nullable String type) {
    return find(type).map(Type::defaults).orElse(JobOptions.DEFAULT);
  }

  /** Returns the pool of a type that has been checked. */
  public Pool pool(String type) {
    return find(type).map(Type::pool).orElseThrow();
  }

  private Optional<Type> find(@Nullable String name) {
    return Optional.ofNullable(name).map(types::get);
  }

  /**
   * Validates parameters against their type's schema.
   *
   * @throws HeadroomException.Invalid naming {@code job_type}, or each parameter at fault
   */
  public void check(String type, ObjectNode parameters) {
    Schema schema =
        find(type)
            .map(Type::schema)
            .orElseThrow(
                () ->
                    new HeadroomException.Invalid(
                        "job_type",
                        "must be one of %s; got \"%s\""
                            .formatted(
                                String.join(", ", types.keySet()),
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
}

package dev.headroom.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategy;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * JSON as the product reads and writes it: strict about what comes in, and bounded, so that a
 * hostile document costs no more time and memory than its own bytes.
 */
public final class Json {
  /** The deepest nesting that is read. */
  public static final int MAX_DEPTH = 64;

  /** The largest document that is read, in bytes: what Lambda takes as one request. */
  public static final int MAX_BYTES = 6 * 1024 * 1024;

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final JsonSerializer<Object> INSTANTS =
      new ToStringSerializerBase(Instant.class) {
        @Override
        public String valueToString(Object value) {
          return spelled((Instant) value);
        }
      };

  /** {@code job_type}; also how everything is stored. */
  public static final ObjectMapper SNAKE_CASE = mapper(PropertyNamingStrategies.SNAKE_CASE);

  /** {@code jobType}. */
  public static final ObjectMapper CAMEL_CASE = mapper(PropertyNamingStrategies.LOWER_CAMEL_CASE);

  /**
   * For what the product itself has written, which may be longer than any request, and for what a
   * JSON Schema has allowed: to a schema, 800.0 is an integer.
   */
  public static final ObjectMapper STORED =
      mapper(PropertyNamingStrategies.SNAKE_CASE, Integer.MAX_VALUE)
          .enable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  private Json() {}

  /** Returns the name of a constant in both dialects, in queries, and in what is stored. */
  public static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** ISO 8601, always with milliseconds, so that the order of the texts is the order in time. */
  public static String spelled(Instant instant) {
    return MILLISECONDS.format(instant);
  }

  private static ObjectMapper mapper(PropertyNamingStrategy names) {
    return mapper(names, MAX_BYTES);
  }

  private static ObjectMapper mapper(PropertyNamingStrategy names, int maxBytes) {
    var bounds =
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxDocumentLength(maxBytes)
            .maxStringLength(maxBytes)
            .maxNameLength(1_000)
            .maxNumberLength(100)
            .build();
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(bounds)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    return JsonMapper.builder(factory)
        .addModule(new JavaTimeModule().addSerializer(Instant.class, INSTANTS))
        .propertyNamingStrategy(names)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(
            LogicalType.Textual,
            text ->
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .build();
  }
}

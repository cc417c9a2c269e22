package dev.headroom.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a JSON body into a record, and what is wrong with it into words that name the field. */
final class Binding {
  private Binding() {}

  /**
   * The record that a body stands for.
   *
   * @throws HeadroomException.Malformed when the text is not JSON, or beyond the bounds of {@link
   *     Json}
   * @throws HeadroomException.Invalid when it is JSON, but not such a record
   */
  static <B> B bind(String json, Class<B> type, ObjectMapper mapper) {
    if (json.isBlank()) {
      throw new HeadroomException.Malformed("The body is empty; it must be a JSON object.");
    }
    return bind(() -> mapper.readValue(json, type));
  }

  /** The record that a part of a body stands for. */
  static <B> B bind(JsonNode json, Class<B> type, ObjectMapper mapper) {
    return bind(() -> mapper.treeToValue(json, type));
  }

  private interface Read<B> {
    @Nullable B read() throws JsonProcessingException;
  }

  private static <B> B bind(Read<B> read) {
    try {
      B bound = read.read();
      if (bound == null) {
        throw new HeadroomException.Invalid("", "must be a JSON object; got null");
      }
      return bound;
    } catch (StreamConstraintsException e) {
      throw beyondBounds();
    } catch (JsonMappingException e) {
      throw refusal(e);
    } catch (JsonProcessingException e) {
      throw new HeadroomException.Malformed("The body is not JSON" + place(e) + ".");
    }
  }

  private static HeadroomException.Malformed beyondBounds() {
    return new HeadroomException.Malformed(
        "The body is beyond what is read: at most %d levels deep, numbers of at most 100 digits."
            .formatted(Json.MAX_DEPTH));
  }

  private static HeadroomException refusal(JsonMappingException e) {
    String field = path(e.getPath());
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HeadroomException.Invalid invalid) {
        return prefixed(field, invalid);
      }
      if (cause instanceof StreamConstraintsException) {
        return beyondBounds();
      }
      if (cause instanceof InputCoercionException coercion) {
        return new HeadroomException.Invalid(field, "must be " + name(coercion.getTargetType()));
      }
    }
    return switch (e) {
      case UnrecognizedPropertyException _ ->
          new HeadroomException.Invalid(field, "is not known here");
      case InvalidNullException _ -> new HeadroomException.Invalid(field, "must not be null");
      case InvalidFormatException format when format.getTargetType().isEnum() ->
          new HeadroomException.Invalid(
              field,
              "must be one of %s; got \"%s\""
                  .formatted(choices(format.getTargetType()), abbreviated(format.getValue())));
      case MismatchedInputException more
          when more.getOriginalMessage().startsWith("Trailing token") ->
          new HeadroomException.Malformed("The body is not one JSON object: more follows it.");
      case MismatchedInputException mismatch ->
          new HeadroomException.Invalid(field, "must be " + name(mismatch.getTargetType()));
      default -> new HeadroomException.Malformed("The body is not JSON" + place(e) + ".");
    };
  }

  private static HeadroomException prefixed(String at, HeadroomException.Invalid invalid) {
    if (at.isEmpty()) {
      return invalid;
    }
    return new HeadroomException.Invalid(
        invalid.errors().stream()
            .map(error -> new FieldError(at + "." + error.field(), error.message()))
            .toList());
  }

  private static String path(List<JsonMappingException.Reference> references) {
    var path = new StringBuilder();
    for (var reference : references) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(abbreviated(reference.getFieldName()));
      }
    }
    return path.toString();
  }

  private static String place(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String name(Class<?> type) {
    if (type == String.class) {
      return "a string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a number";
    }
    if (type.isEnum()) {
      return "one of " + choices(type);
    }
    return Iterable.class.isAssignableFrom(type) && !JsonNode.class.isAssignableFrom(type)
        ? "an array"
        : "a JSON object";
  }

  static String choices(Class<?> enumType) {
    return Arrays.stream(enumType.getEnumConstants())
        .map(constant -> Json.spelled((Enum<?>) constant))
        .collect(Collectors.joining(", "));
  }

  private static String abbreviated(Object value) {
    String text = String.valueOf(value);
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}

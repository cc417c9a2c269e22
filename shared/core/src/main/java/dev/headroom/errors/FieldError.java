package dev.headroom.errors;

/**
 * One value that is not allowed.
 *
 * @param field the path of the value as the caller wrote it, such as {@code jobs[3].priority}
 * @param message what is allowed and what came, to be read after the field's name: "must be …"
 */
public record FieldError(String field, String message) {
  String sentence() {
    return field.isEmpty() ? "The body " + message + "." : field + " " + message + ".";
  }
}

package dev.headroom.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.FieldError;
import dev.headroom.json.Json;

/**
 * The two ways to write the same thing. A dialect knows how names are spelled and how success and
 * failure look; what is said is the domain's.
 */
public enum Dialect {
  /** snake_case, the bare object, and RFC 9457 problem documents. */
  V1("/api/v1/performance", "application/problem+json"),
  /** camelCase, and an envelope that says whether it went well. */
  SOMMOS("/api/performance", "application/json");

  private final String base;
  private final String failureType;

  Dialect(String base, String failureType) {
    this.base = base;
    this.failureType = failureType;
  }

  /** The dialect that a path is answered in: v1, unless it stands under SommOS's prefix. */
  public static Dialect of(String path) {
    boolean sommos = path.equals(SOMMOS.base) || path.startsWith(SOMMOS.base + "/");
    return sommos ? SOMMOS : V1;
  }

  public String base() {
    return base;
  }

  /** Reads and writes records with this dialect's names. */
  public ObjectMapper mapper() {
    return switch (this) {
      case V1 -> Json.SNAKE_CASE;
      case SOMMOS -> Json.CAMEL_CASE;
    };
  }

  public String failureType() {
    return failureType;
  }

  /** Returns the body of a success. */
  public JsonNode success(Object body) {
    JsonNode data = mapper().valueToTree(body);
    return switch (this) {
      case V1 -> data;
      case SOMMOS -> mapper().createObjectNode().put("success", true).set("data", data);
    };
  }

  /**
   * The body of a failure.
   *
   * @param path the path that was asked for
   * @param traceId what the caller can name when asking for help
   */
  public ObjectNode failure(Failure failure, String path, String traceId) {
    ObjectNode body = mapper().createObjectNode();
    if (this == SOMMOS) {
      body.put("success", false).put("error", failure.detail());
    } else {
      body.put("type", "about:blank")
          .put("title", failure.title())
          .put("status", failure.status())
          .put("detail", failure.detail())
          .put("instance", path);
    }
    body.put(this == SOMMOS ? "traceId" : "trace_id", traceId);
    if (!failure.errors().isEmpty()) {
      var errors = body.putArray("errors");
      for (FieldError error : failure.errors()) {
        errors.addObject().put("field", error.field()).put("message", error.message());
      }
    }
    return body;
  }
}

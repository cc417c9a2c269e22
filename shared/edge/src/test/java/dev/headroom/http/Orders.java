package dev.headroom.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.dialect.Dialect;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A small API, to be asked for what every API must answer. */
final class Orders {
  enum Colour {
    LIGHT_RED,
    BLUE
  }

  record Line(int quantity, @Nullable String articleName) {
    Line {
      if (quantity < 1) {
        throw new HeadroomException.Invalid("quantity", "must be at least 1");
      }
    }
  }

  record Order(
      @Nullable String customerName,
      @Nullable Colour colour,
      @Nullable List<Line> lines,
      @Nullable JsonNode anything) {}

  record Receipt(int lineCount, Instant orderedAt, Colour colour) {}

  static final String BASE = "/api/v1/performance";

  /** The route that takes an order. */
  static final String ORDERS = "POST " + BASE + "/orders";

  /** What Lambda leaves each request. */
  static final int MILLIS_LEFT = 28_000;

  private final Edge edge =
      new Edge(
          HttpParts.of(
                  Routes.in(Dialect.V1)
                      .post("/orders", Scope.WRITE, Order.class, Orders::order)
                      .post(
                          "/orders/{id}/ship",
                          Scope.WRITE,
                          request -> Response.ok(request.method()))
                      .post("/orders/parts", Scope.WRITE, JsonNode.class, Orders::firstPart)
                      .get(
                          "/time",
                          Scope.OPEN,
                          request -> Response.ok(Map.of("left", request.timeLeft().toMillis())))
                      .get(
                          "/open",
                          Scope.OPEN,
                          request -> Response.ok(Map.of("path", request.path())))
                      .get("/admin", Scope.ADMIN, request -> Response.ok(Map.of()))
                      .get("/who", Scope.READ, request -> Response.ok(request.caller()))
                      .get(
                          "/number",
                          Scope.OPEN,
                          request -> Response.ok(request.integer("limit", 5, 1, 10)))
                      .get(
                          "/since",
                          Scope.OPEN,
                          request -> Response.ok(request.instant("since").isPresent()))
                      .get(
                          "/colour",
                          Scope.OPEN,
                          request -> Response.ok(request.oneOf("colour", Colour.class)))
                      .get("/text", Scope.OPEN, request -> Response.text("text/csv", "a,b"))
                      .get(
                          "/large",
                          Scope.OPEN,
                          request -> Response.ok(Map.of("text", "long ".repeat(1_000))))
                      .get("/missing", Scope.OPEN, Orders::missing)
                      .get("/conflict", Scope.OPEN, Orders::conflict)
                      .get("/busy", Scope.OPEN, Orders::busy)
                      .get("/down", Scope.OPEN, Orders::down)
                      .get("/bug", Scope.OPEN, Orders::bug)
                      .and(
                          Routes.in(Dialect.SOMMOS)
                              .post("/orders", Scope.WRITE, Order.class, Orders::order)
                              .get("/missing", Scope.OPEN, Orders::missing))
                      .otherwise(Orders::missing))
              .failedBy(Orders::outage),
          "tenant");

  private static Response order(Request request, Order order) {
    int lines = order.lines() == null ? 0 : order.lines().size();
    return Response.accepted(
        "/orders/1", new Receipt(lines, Instant.parse("2026-01-02T03:04:05.678Z"), Colour.BLUE));
  }

  private static Response firstPart(Request request, JsonNode body) {
    return order(request, request.bind(body.path("parts").path(0), Order.class));
  }

  private static Response missing(Request request) {
    throw new HeadroomException.NotFound("order_id", "There is no such order.");
  }

  private static Response conflict(Request request) {
    throw new HeadroomException.Conflict("The order has been shipped.");
  }

  private static Response busy(Request request) {
    throw new HeadroomException.TooMany("Too many orders.", Duration.ofSeconds(7));
  }

  private static Response bug(Request request) {
    throw new IllegalStateException("jdbc:secret@10.0.0.1");
  }

  private static Response down(Request request) {
    throw new UncheckedIOException(new IOException("connect 10.0.0.1: refused"));
  }

  private static Optional<HeadroomException> outage(RuntimeException failure) {
    return failure instanceof UncheckedIOException
        ? Optional.of(new HeadroomException.Unavailable("Try again.", failure))
        : Optional.empty();
  }

  APIGatewayV2HTTPResponse answer(AnEvent event) {
    return edge.answer(event.build(), "trace-1", () -> MILLIS_LEFT);
  }

  /** The answer to a GET of a path under the base. */
  APIGatewayV2HTTPResponse get(String path) {
    return answer(AnEvent.of("GET " + BASE + path));
  }

  static JsonNode json(APIGatewayV2HTTPResponse response) throws IOException {
    return Json.SNAKE_CASE.readTree(response.getBody());
  }

  static List<FieldError> errors(APIGatewayV2HTTPResponse response) throws IOException {
    List<FieldError> errors = new ArrayList<>();
    json(response)
        .path("errors")
        .forEach(
            error ->
                errors.add(
                    new FieldError(error.path("field").asText(), error.path("message").asText())));
    return errors;
  }
}

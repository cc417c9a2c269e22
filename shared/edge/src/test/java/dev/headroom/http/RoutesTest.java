package dev.headroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.dialect.Dialect;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tables that functions write their contracts in. */
class RoutesTest {
  private static Response ok(Request request) {
    return Response.ok(Map.of());
  }

  private static Response ok(Request request, Orders.Order order) {
    return Response.ok(order);
  }

  @Test
  void each_route_stands_under_its_dialects_base_in_the_order_it_was_written() {
    Routes routes =
        Routes.in(Dialect.V1)
            .post("/a", Scope.WRITE, Orders.Order.class, RoutesTest::ok)
            .get("/b/{id}", Scope.READ, RoutesTest::ok)
            .delete("/b/{id}", Scope.ADMIN, RoutesTest::ok)
            .getRoot("/health", Scope.OPEN, RoutesTest::ok)
            .otherwise(RoutesTest::ok);

    assertThat(routes.all())
        .extracting(Route::key)
        .containsExactly(
            "POST /api/v1/performance/a",
            "GET /api/v1/performance/b/{id}",
            "DELETE /api/v1/performance/b/{id}",
            "GET /health",
            "$default");
    assertThat(routes.all())
        .extracting(Route::scope)
        .containsExactly(Scope.WRITE, Scope.READ, Scope.ADMIN, Scope.OPEN, Scope.OPEN);
  }

  @Test
  void tables_of_two_dialects_are_one_table_and_each_route_keeps_its_own() {
    Routes routes =
        Routes.in(Dialect.V1)
            .get("/a", Scope.READ, RoutesTest::ok)
            .and(
                Routes.in(Dialect.SOMMOS)
                    .get("/a", Scope.READ, RoutesTest::ok)
                    .post("/b", Scope.WRITE, Orders.Order.class, RoutesTest::ok))
            .get("/c", Scope.READ, RoutesTest::ok);

    assertThat(routes.all())
        .extracting(Route::key)
        .containsExactly(
            "GET /api/v1/performance/a",
            "GET /api/performance/a",
            "POST /api/performance/b",
            "GET /api/v1/performance/c");
    assertThat(routes.find("POST /api/performance/b").flatMap(Route::body))
        .hasValue(Orders.Order.class);
  }

  @Test
  void one_key_has_one_route() {
    Routes others = Routes.in(Dialect.V1).get("/a", Scope.OPEN, RoutesTest::ok);

    assertThatThrownBy(
            () -> Routes.in(Dialect.V1).get("/a", Scope.READ, RoutesTest::ok).and(others))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET /api/v1/performance/a");
  }

  @Test
  void a_post_may_have_no_body_and_then_whatever_comes_is_not_read() {
    Routes routes = Routes.in(Dialect.V1).post("/a", Scope.WRITE, RoutesTest::ok);
    String ship = "POST " + Orders.BASE + "/orders/{id}/ship";

    assertThat(routes.all()).extracting(Route::body).containsExactly(Optional.empty());
    for (String body : new String[] {"", "{}", "nonsense"}) {
      var event = AnEvent.of(ship).header("content-type", "text/plain").body(body);
      assertThat(new Orders().answer(event).getStatusCode()).isEqualTo(200);
    }
    assertThat(new Orders().answer(AnEvent.of(ship).anonymous()).getStatusCode()).isEqualTo(401);
  }
}

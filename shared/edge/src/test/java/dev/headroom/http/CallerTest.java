package dev.headroom.http;

import static dev.headroom.http.Orders.BASE;
import static dev.headroom.http.Orders.ORDERS;
import static dev.headroom.http.Orders.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may what, and in whose name. */
class CallerTest {
  private final Orders orders = new Orders();

  @Test
  void a_token_without_the_scope_is_403_and_no_token_401() {
    assertThat(
            orders.answer(AnEvent.of(ORDERS).scopes("performance.read").body("{}")).getStatusCode())
        .isEqualTo(403);
    var nobody = orders.answer(AnEvent.of(ORDERS).anonymous().body("{}"));
    assertThat(nobody.getStatusCode()).isEqualTo(401);
    assertThat(nobody.getHeaders()).containsEntry("www-authenticate", "Bearer");
  }

  @Test
  void an_administrator_may_everything() {
    assertThat(
            orders
                .answer(AnEvent.of(ORDERS).scopes("performance.admin").body("{}"))
                .getStatusCode())
        .isEqualTo(202);
    assertThat(orders.get("/admin").getStatusCode()).isEqualTo(403);
  }

  @Test
  void the_tenant_comes_from_its_claim_and_is_default_without() throws Exception {
    var acme =
        orders.answer(
            AnEvent.of("GET " + BASE + "/who").claim("sub", "me").claim("tenant", "acme"));
    var none = orders.answer(AnEvent.of("GET " + BASE + "/who").claim("sub", "me"));

    assertThat(json(acme).path("tenant").asText()).isEqualTo("acme");
    assertThat(json(none).path("tenant").asText()).isEqualTo("default");
  }

  @Test
  void a_tenant_claim_that_cannot_be_one_is_403() {
    var event = AnEvent.of("GET " + BASE + "/who").claim("tenant", "a b\n");

    assertThat(orders.answer(event).getStatusCode()).isEqualTo(403);
  }
}

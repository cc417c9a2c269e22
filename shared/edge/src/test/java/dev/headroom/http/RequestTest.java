package dev.headroom.http;

import static dev.headroom.http.Orders.BASE;
import static dev.headroom.http.Orders.ORDERS;
import static dev.headroom.http.Orders.errors;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.errors.FieldError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What handlers read of a request beside its body. */
class RequestTest {
  private final Orders orders = new Orders();

  @ParameterizedTest
  @CsvSource({"7,200", "0,422", "11,422", "x,400", "1.5,400", "99999999999,400", "'',200"})
  void a_number_in_the_query_is_parsed_and_bounded(String limit, int status) {
    var event = AnEvent.of("GET " + BASE + "/number").query("limit", limit);

    assertThat(orders.answer(event).getStatusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"since,2026-01-01T00:00:00Z,200", "since,yesterday,400"})
  void an_instant_in_the_query_is_iso_8601(String name, String value, int status) {
    var event = AnEvent.of("GET " + BASE + "/since").query(name, value);

    assertThat(orders.answer(event).getStatusCode()).isEqualTo(status);
  }

  @Test
  void a_choice_in_the_query_is_named_when_wrong() throws Exception {
    var response = orders.answer(AnEvent.of("GET " + BASE + "/colour").query("colour", "green"));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(errors(response))
        .containsExactly(new FieldError("colour", "must be one of light_red, blue; got \"green\""));
  }

  @Test
  void the_trace_id_is_the_root_of_the_xray_header_else_the_request_id() {
    var traced = AnEvent.of(ORDERS).header("x-amzn-trace-id", "Self=1-a;Root=1-5759e988-bd86");
    var strange = AnEvent.of(ORDERS).header("x-amzn-trace-id", "no root");

    assertThat(TraceId.of(traced.build())).isEqualTo("1-5759e988-bd86");
    assertThat(TraceId.of(strange.build())).isEqualTo("request-1");
  }

  @Test
  void a_handler_learns_how_long_its_invocation_may_run_on() {
    assertThat(orders.get("/time").getBody()).contains("28000");
  }
}

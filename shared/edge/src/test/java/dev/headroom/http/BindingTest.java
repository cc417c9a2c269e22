package dev.headroom.http;

import static dev.headroom.http.Orders.BASE;
import static dev.headroom.http.Orders.ORDERS;
import static dev.headroom.http.Orders.errors;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.headroom.errors.FieldError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a body becomes a record, and what is told of one that cannot. */
class BindingTest {
  private final Orders orders = new Orders();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{",
        "{\"customer_name\": tru}",
        "{} {}",
        "nonsense",
        "{\"a\":1,\"a\":2}"
      })
  void what_is_not_json_is_400(String body) {
    assertThat(orders.answer(AnEvent.of(ORDERS).body(body)).getStatusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[1,2]", "\"text\"", "7", "null", "true"})
  void json_that_is_no_object_is_422(String body) {
    var response = orders.answer(AnEvent.of(ORDERS).body(body));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(response.getBody()).contains("must be a JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"customer\":1}                              | customer              | is not known here",
        "{\"customer_name\":7}                         | customer_name         | must be a string",
        "{\"colour\":\"green\"}                        | colour                | must be one of light_red, blue; got \"green\"",
        "{\"colour\":1}                                | colour                | must be one of light_red, blue; got \"1\"",
        "{\"lines\":{}}                                | lines                 | must be an array",
        "{\"lines\":[{\"quantity\":\"7\"}]}            | lines[0].quantity     | must be a whole number",
        "{\"lines\":[{\"quantity\":1.5}]}              | lines[0].quantity     | must be a whole number",
        "{\"lines\":[{\"quantity\":null}]}             | lines[0].quantity     | must be a whole number",
        "{\"lines\":[{\"quantity\":99999999999}]}      | lines[0].quantity     | must be a whole number",
        "{\"lines\":[{\"quantity\":1},{\"quantity\":0}]}| lines[1].quantity     | must be at least 1",
        "{\"lines\":[{\"quantity\":1,\"article_name\":[]}]}| lines[0].article_name | must be a string",
      })
  void a_value_that_is_not_allowed_is_422_and_named(String body, String field, String message)
      throws Exception {
    var response = orders.answer(AnEvent.of(ORDERS).body(body));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(errors(response)).containsExactly(new FieldError(field, message));
  }

  @Test
  void a_body_nested_too_deeply_is_400_and_costs_no_stack() {
    String deep = "{\"anything\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(orders.answer(AnEvent.of(ORDERS).body(deep)).getStatusCode()).isEqualTo(400);
  }

  @Test
  void a_number_of_a_million_digits_is_400() {
    String body = "{\"lines\":[{\"quantity\":" + "9".repeat(1_000_000) + "}]}";

    assertThat(orders.answer(AnEvent.of(ORDERS).body(body)).getStatusCode()).isEqualTo(400);
  }

  @Test
  void a_base64_body_is_decoded() {
    assertThat(orders.answer(AnEvent.of(ORDERS).base64Body("{\"lines\":[]}")).getStatusCode())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain,415",
    "application/json; charset=utf-8,202",
    "application/vnd.x+json,202"
  })
  void only_json_is_taken(String contentType, int status) {
    var event = AnEvent.of(ORDERS).header("content-type", contentType).body("{}");

    assertThat(orders.answer(event).getStatusCode()).isEqualTo(status);
  }

  @Test
  void a_part_of_a_body_is_bound_by_itself() throws Exception {
    var good = parts("{\"lines\":[{\"quantity\":1}]}");

    assertThat(good.getStatusCode()).isEqualTo(202);
    assertThat(Orders.json(good).path("line_count").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"lines\":[{\"quantity\":0}]} | lines[0].quantity | must be at least 1",
        "{\"colour\":\"green\"}         | colour            | must be one of light_red, blue; got \"green\"",
        "{\"customer\":1}                 | customer          | is not known here",
        "null                               | ''                | must be a JSON object; got null",
        "[]                                 | ''                | must be a JSON object",
        "7                                  | ''                | must be a JSON object",
      })
  void what_is_wrong_with_a_part_is_named_from_the_parts_root(
      String part, String field, String message) throws Exception {
    var response = parts(part);

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(errors(response)).containsExactly(new FieldError(field, message));
  }

  private APIGatewayV2HTTPResponse parts(String part) {
    return orders.answer(
        AnEvent.of("POST " + BASE + "/orders/parts").body("{\"parts\":[%s]}".formatted(part)));
  }
}

package dev.headroom.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.template.Trigger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
  private static final Routes ROUTES =
      routes(
          "ANY $default",
          "ANY /{proxy+}",
          "ANY /pets/{id}",
          "GET /pets/{id}",
          "GET /pets/dog",
          "POST /pets/cat",
          "GET /pets/{id}/toys",
          "GET /pets/{proxy+}",
          "GET /{kind}/all",
          "ANY /");

  private static Routes routes(String... keys) {
    return new Routes(
        Arrays.stream(keys)
            .map(key -> List.of(key.split(" ", 2)))
            .map(
                key ->
                    new Trigger.Route(
                        "F", key.getFirst(), key.getLast(), Optional.empty(), Duration.ZERO))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /pets/dog,        GET /pets/dog",
    "GET,  /pets/cat,        GET /pets/{id}",
    "POST, /pets/cat,        POST /pets/cat",
    "PUT,  /pets/dog,        ANY /pets/{id}",
    "GET,  /pets/1/toys,     GET /pets/{id}/toys",
    "GET,  /pets/1/toys/2,   GET /pets/{proxy+}",
    "PUT,  /pets/1/toys,     ANY /{proxy+}",
    "GET,  /pets/all,        GET /pets/{id}",
    "GET,  /fish/all,        GET /{kind}/all",
    "GET,  /pets/,           ANY /{proxy+}",
    "GET,  /,                ANY /",
    "GET,  /%70ets/dog,      GET /pets/dog",
  })
  void the_most_specific_route_answers(String method, String path, String key) {
    assertThat(ROUTES.select(method, path).map(match -> match.route().key())).contains(key);
  }

  @Test
  void the_default_answers_what_no_other_does() {
    assertThat(routes("ANY $default", "GET /a").select("GET", "/b/c").map(m -> m.route().key()))
        .contains("$default");
    assertThat(routes("GET /a").select("POST", "/a")).isEmpty();
  }

  @Test
  void variables_are_decoded() {
    assertThat(ROUTES.select("GET", "/pets/a%2Fb+c%20d").map(Routes.Match::variables))
        .contains(Map.of("id", "a/b+c d"));
    assertThat(ROUTES.select("PUT", "/x/y%20z/").map(Routes.Match::variables))
        .contains(Map.of("proxy", "x/y z/"));
  }
}

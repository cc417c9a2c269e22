package dev.headroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.headroom.dialect.Dialect;
import dev.headroom.errors.HeadroomException;
import dev.headroom.limits.Decision;
import dev.headroom.limits.RateLimit;
import dev.headroom.limits.RateLimiter;
import dev.headroom.limits.Requester;
import dev.headroom.limits.RouteGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the edge does with what a limiter decides. */
class ThrottleTest {
  private static final RateLimit LIMIT = new RateLimit(100, Duration.ofMinutes(1));
  private static final String POLICY = "\"jobs\";q=100;w=60";

  private final List<String> counted = new ArrayList<>();

  private APIGatewayV2HTTPResponse answer(AnEvent event, Supplier<Decision> decision) {
    return edge(decision).answer(event.build(), "trace-1", () -> Orders.MILLIS_LEFT);
  }

  private Edge edge(Supplier<Decision> decision) {
    var limiter =
        new RateLimiter() {
          @Override
          public Decision decide(RouteGroup group, Requester requester) {
            counted.add(group.policy() + " " + requester.tenant() + " " + requester.name());
            return decision.get();
          }

          @Override
          public void warmUp() {}
        };
    var routes =
        Routes.in(Dialect.V1)
            .get("/free", Scope.OPEN, _ -> Response.ok(Map.of()))
            .limitedBy(RouteGroup.JOBS)
            .get("/jobs", Scope.READ, _ -> Response.ok(Map.of()))
            .get("/open", Scope.OPEN, _ -> Response.ok(Map.of()))
            .get("/job", Scope.READ, RouteGroup.STATUS, _ -> Response.ok(Map.of()))
            .get("/missing", Scope.READ, ThrottleTest::missing)
            .get("/bug", Scope.READ, ThrottleTest::bug)
            .post("/jobs", Scope.WRITE, Orders.Order.class, (_, order) -> Response.ok(order))
            .and(
                Routes.in(Dialect.SOMMOS)
                    .limitedBy(RouteGroup.JOBS)
                    .get("/jobs", Scope.READ, _ -> Response.ok(Map.of())))
            .otherwise(ThrottleTest::missing);
    return new Edge(HttpParts.of(routes).limitedBy(Optional.of(limiter)), "tenant");
  }

  private static Response missing(Request request) {
    throw new HeadroomException.NotFound("id", "There is no such job.");
  }

  private static Response bug(Request request) {
    throw new IllegalStateException("a bug");
  }

  private static AnEvent get(String path) {
    return AnEvent.of("GET " + Orders.BASE + path).claim("sub", "ann").claim("tenant", "acme");
  }

  private static Decision passed() {
    return new Decision.Passed(LIMIT, 99, Duration.ofMillis(59_001));
  }

  private static Decision refused() {
    return new Decision.Refused(LIMIT, Duration.ofMillis(1_001));
  }

  @Test
  void whatever_is_limited_says_so_whether_it_goes_well_or_not() {
    for (String path : new String[] {"/jobs", "/missing", "/bug"}) {
      assertThat(answer(get(path), ThrottleTest::passed).getHeaders())
          .containsEntry("ratelimit-policy", POLICY)
          .containsEntry("ratelimit", "\"jobs\";r=99;t=60");
    }
    assertThat(counted).hasSize(3).containsOnly("jobs acme user/ann");
  }

  @Test
  void a_route_may_be_counted_with_others_than_those_around_it() {
    assertThat(answer(get("/job"), ThrottleTest::passed).getHeaders())
        .containsEntry("ratelimit-policy", "\"status\";q=100;w=60");
    assertThat(counted).containsExactly("status acme user/ann");
  }

  @Test
  void what_is_not_limited_and_what_is_not_allowed_is_not_counted() {
    var free = answer(get("/free"), ThrottleTest::refused);
    var nowhere = answer(AnEvent.of("$default"), ThrottleTest::refused);
    var forbidden = answer(get("/jobs").scopes("performance.write"), ThrottleTest::refused);
    var anonymous = answer(get("/jobs").anonymous(), ThrottleTest::refused);

    assertThat(List.of(free, nowhere, forbidden, anonymous))
        .extracting(APIGatewayV2HTTPResponse::getStatusCode)
        .containsExactly(200, 404, 403, 401);
    assertThat(free.getHeaders()).doesNotContainKeys("ratelimit", "ratelimit-policy");
    assertThat(counted).isEmpty();
  }

  @Test
  void one_too_many_is_told_when_to_come_back_in_both_dialects() throws Exception {
    var v1 = answer(get("/jobs"), ThrottleTest::refused);
    var sommos = answer(AnEvent.of("GET /api/performance/jobs"), ThrottleTest::refused);

    for (var response : List.of(v1, sommos)) {
      assertThat(response.getStatusCode()).isEqualTo(429);
      assertThat(response.getHeaders())
          .containsEntry("retry-after", "2")
          .containsEntry("ratelimit-policy", POLICY)
          .containsEntry("ratelimit", "\"jobs\";r=0;t=2");
    }
    assertThat(Orders.json(v1).path("detail").asText())
        .isEqualTo("No more than 100 such requests are answered in 60 seconds. Try again in 2.");
    assertThat(Orders.json(sommos).path("success").asBoolean(true)).isFalse();
  }

  @Test
  void the_body_of_one_too_many_is_not_read() {
    var event = AnEvent.of("POST " + Orders.BASE + "/jobs").body("no JSON");

    assertThat(answer(event, ThrottleTest::refused).getStatusCode()).isEqualTo(429);
    assertThat(answer(event, ThrottleTest::passed).getStatusCode()).isEqualTo(400);
  }

  @Test
  void while_nobody_counts_no_number_is_made_up() {
    var open = answer(get("/jobs"), () -> new Decision.Uncounted(LIMIT));
    var closed = answer(get("/jobs"), () -> new Decision.Closed(LIMIT));

    assertThat(open.getStatusCode()).isEqualTo(200);
    assertThat(closed.getStatusCode()).isEqualTo(503);
    assertThat(closed.getHeaders()).containsEntry("retry-after", "1");
    for (var response : List.of(open, closed)) {
      assertThat(response.getHeaders())
          .containsEntry("ratelimit-policy", POLICY)
          .doesNotContainKey("ratelimit");
    }
  }

  @Test
  void a_limiter_that_fails_fails_no_request() {
    var response =
        answer(
            get("/jobs"),
            () -> {
              throw new IllegalStateException("a bug of the limiter's");
            });

    assertThat(response.getStatusCode()).isEqualTo(200);
  }

  @Test
  void who_has_no_subject_is_counted_by_address() {
    var _ = answer(get("/open").anonymous().sourceIp("192.0.2.7"), ThrottleTest::passed);
    var _ = answer(get("/jobs").claim("sub", ""), ThrottleTest::passed);

    assertThat(counted)
        .containsExactly("jobs default address/192.0.2.7", "jobs acme address/unknown");
  }

  @Test
  void what_primes_is_not_counted() {
    edge(ThrottleTest::refused).prime(get("/jobs").build());

    assertThat(counted).isEmpty();
  }
}

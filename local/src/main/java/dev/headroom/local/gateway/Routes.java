package dev.headroom.local.gateway;

import dev.headroom.local.template.Trigger;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which route answers a request: as in
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
final class Routes {
  /**
   * A route that answers.
   *
   * @param variables of its path, decoded
   */
  record Match(Trigger.Route route, Map<String, String> variables) {}

  private record Candidate(Trigger.Route route, RoutePath path) {
    boolean anyMethod() {
      return route.method().equals("ANY");
    }
  }

  private final List<Candidate> bestFirst;

  Routes(Collection<Trigger.Route> routes) {
    bestFirst =
        routes.stream()
            .map(route -> new Candidate(route, RoutePath.of(route.path())))
            .sorted(
                Comparator.comparing(Candidate::path, RoutePath.MOST_SPECIFIC)
                    .thenComparing(Candidate::anyMethod))
            .toList();
  }

  /**
   * The route for a request.
   *
   * @param path percent-encoded
   */
  Optional<Match> select(String method, String path) {
    List<String> parts = RoutePath.split(path);
    return bestFirst.stream()
        .filter(candidate -> candidate.anyMethod() || candidate.route.method().equals(method))
        .flatMap(
            candidate ->
                candidate.path.match(parts).stream()
                    .map(variables -> new Match(candidate.route, variables)))
        .findFirst();
  }
}

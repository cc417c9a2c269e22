package dev.headroom.http;

import dev.headroom.errors.HeadroomException;
import dev.headroom.limits.RateLimiter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The parts that a function behind API Gateway is put together from.
 *
 * @param outages what an exception says of a service that does not answer, if it does
 * @param limiter counts the requests of routes that are limited; empty when none is
 * @param flushes what is done after each request, since the process may be frozen then
 */
public record HttpParts(
    Routes routes,
    Function<RuntimeException, Optional<HeadroomException>> outages,
    Optional<RateLimiter> limiter,
    List<Runnable> flushes) {

  /** Returns the parts of a function that needs no other service. */
  public static HttpParts of(Routes routes) {
    return new HttpParts(routes, _ -> Optional.empty(), Optional.empty(), List.of());
  }

  /** Returns the same for a function that may be failed by what it needs. */
  public HttpParts failedBy(Function<RuntimeException, Optional<HeadroomException>> services) {
    return new HttpParts(routes, services, limiter, flushes);
  }

  /** Returns the same for a function whose callers may not ask too often. */
  public HttpParts limitedBy(Optional<RateLimiter> counter) {
    return new HttpParts(routes, outages, counter, flushes);
  }

  /** Returns the same for a function that counts something in its memory. */
  public HttpParts flushing(Runnable flush) {
    return new HttpParts(routes, outages, limiter, List.of(flush));
  }
}

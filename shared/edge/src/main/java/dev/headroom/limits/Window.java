package dev.headroom.limits;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;

/** What window.lua does, in memory: the times of one caller's requests that passed lately. */
final class Window {
  private final Deque<Long> passed = new ArrayDeque<>();

  /**
   * Lets a request pass, unless as many have passed as may.
   *
   * @param clock microseconds; when it has gone back, time stands still
   */
  synchronized Decision admit(RateLimit limit, long clock) {
    long now = passed.isEmpty() ? clock : Math.max(clock, passed.getLast());
    while (!passed.isEmpty() && passed.getFirst() <= now - limit.micros()) {
      passed.removeFirst();
    }
    boolean passes = passed.size() < limit.requests();
    if (passes) {
      passed.addLast(now);
    }
    var more = Duration.of(passed.getFirst() + limit.micros() - now, ChronoUnit.MICROS);
    return passes
        ? new Decision.Passed(limit, limit.requests() - passed.size(), more)
        : new Decision.Refused(limit, more);
  }
}

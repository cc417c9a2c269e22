package dev.headroom.worker.faults;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * How often each fault happens in one run. Some never do, so that the others get farther: faults
 * that all happen at once hide one another. See Groce et al., Swarm Testing, ISSTA 2012.
 */
final class Weather {
  private static final double LEFT_OUT = 0.3;

  /** What is to happen at the n-th call of an operation. */
  private record Strike(Fault fault, String operation, int nth) {
    Strike counted() {
      return new Strike(fault, operation, nth - 1);
    }
  }

  private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
  private final Tally tally;
  private final Queue<LateCopy> kept = new ConcurrentLinkedQueue<>();
  private Optional<Strike> planned = Optional.empty();
  private volatile boolean calm;

  Weather(Random random, Tally tally) {
    this.tally = tally;
    for (Fault fault : Fault.values()) {
      boolean leftOut = random.nextDouble() < LEFT_OUT;
      double rate = random.nextDouble() * fault.highestRate;
      rates.put(fault, leftOut ? 0 : rate);
    }
  }

  private Weather(Optional<Strike> planned) {
    this.tally = new Tally();
    this.planned = planned;
  }

  /** Nothing goes wrong. */
  static Weather fine() {
    return new Weather(Optional.empty());
  }

  /** One fault, at the n-th call of an operation, and nothing else. */
  static Weather once(Fault fault, String operation, int nth) {
    return new Weather(Optional.of(new Strike(fault, operation, nth)));
  }

  /** No fault happens from now on. */
  void calm() {
    calm = true;
  }

  boolean isCalm() {
    return calm;
  }

  /** Which fault is to happen to a call, if any is. */
  synchronized Optional<Fault> ofCall(Random random, String operation) {
    tally.call();
    if (planned.isEmpty() || !planned.get().operation().equals(operation)) {
      return draw(random, Fault.OF_CALLS);
    }
    Strike strike = planned.get();
    planned = strike.nth() == 1 ? Optional.empty() : Optional.of(strike.counted());
    return strike.nth() == 1 ? Optional.of(strike.fault()) : Optional.empty();
  }

  /** Which of some faults is to happen now, if any is. */
  Optional<Fault> draw(Random random, List<Fault> among) {
    if (calm) {
      return Optional.empty();
    }
    double dice = random.nextDouble();
    for (Fault fault : among) {
      dice -= rates.getOrDefault(fault, 0.0);
      if (dice < 0) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** Holds back a request, to be let go some time. */
  void keep(LateCopy copy) {
    kept.add(copy);
  }

  /** Has the oldest request arrive that was held back, if there is one. */
  boolean release() throws InterruptedException {
    LateCopy copy = kept.poll();
    if (copy != null) {
      copy.arrive();
    }
    return copy != null;
  }

  boolean keepsAny() {
    return !kept.isEmpty();
  }

  void happened(Fault fault) {
    tally.add(fault);
  }

  @Override
  public String toString() {
    return rates.toString();
  }
}

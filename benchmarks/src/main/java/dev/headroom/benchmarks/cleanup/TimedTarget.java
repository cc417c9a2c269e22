package dev.headroom.benchmarks.cleanup;

import dev.headroom.cleanup.targets.CleanupTarget;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A target that says how long it was asked. */
public final class TimedTarget implements CleanupTarget {
  private final CleanupTarget target;
  private final LongAdder finding;
  private final LongAdder erasing;

  /**
   * @param finding where nanoseconds are added
   * @param erasing where nanoseconds are added
   */
  public TimedTarget(CleanupTarget target, LongAdder finding, LongAdder erasing) {
    this.target = target;
    this.finding = finding;
    this.erasing = erasing;
  }

  @Override
  public String name() {
    return target.name();
  }

  @Override
  public boolean isUsual() {
    return target.isUsual();
  }

  @Override
  public Page find(Scope scope, Optional<String> from) {
    long start = System.nanoTime();
    try {
      return target.find(scope, from);
    } finally {
      finding.add(System.nanoTime() - start);
    }
  }

  @Override
  public void erase(List<String> keys) {
    long start = System.nanoTime();
    try {
      target.erase(keys);
    } finally {
      erasing.add(System.nanoTime() - start);
    }
  }
}

package dev.headroom.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Runs from when it is made. */
final class Stopwatch {
  /**
   * What has passed.
   *
   * @param cpu of the whole process on all cores, compiling and garbage collection included: what
   *     else the machine does shifts it far less than the wall time
   */
  record Elapsed(Duration wall, Duration cpu) {
    double perSecond(int times) {
      return times / (wall.toNanos() / 1e9);
    }

    double cpuMillisEach(int times) {
      return cpu.toNanos() / 1e6 / times;
    }
  }

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long wallStart = System.nanoTime();
  private final long cpuStart = SYSTEM.getProcessCpuTime();

  Elapsed elapsed() {
    return new Elapsed(
        Duration.ofNanos(System.nanoTime() - wallStart),
        Duration.ofNanos(SYSTEM.getProcessCpuTime() - cpuStart));
  }
}

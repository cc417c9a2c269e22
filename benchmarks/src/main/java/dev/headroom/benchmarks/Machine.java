package dev.headroom.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the figures were measured on. */
record Machine(int cores, double memoryGigabytes, double heapGigabytes, String jvm, String system) {
  private static final double GIGABYTE = 1024.0 * 1024 * 1024;

  static Machine here() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    var runtime = Runtime.getRuntime();
    return new Machine(
        runtime.availableProcessors(),
        system.getTotalMemorySize() / GIGABYTE,
        runtime.maxMemory() / GIGABYTE,
        "%s %s".formatted(System.getProperty("java.vm.name"), Runtime.version()),
        "%s %s".formatted(system.getName(), system.getArch()));
  }

  /** Processes that ran or waited to, over the last minute; negative where nobody knows. */
  static double load() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getSystemLoadAverage();
  }

  @Override
  public String toString() {
    return "%d cores, %.0f GB of memory, a heap of at most %.0f GB, %s, %s"
        .formatted(cores, memoryGigabytes, heapGigabytes, jvm, system);
  }
}

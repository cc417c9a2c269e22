package dev.headroom.jobs.api;

import dev.headroom.jobs.Priority;
import dev.headroom.settings.Settings;
import java.time.Period;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the jobs function is told by its environment.
 *
 * @param workerConcurrency how many jobs run at the same time at most, over all priorities
 */
record JobsSettings(
    String jobTable,
    String objectStore,
    Map<Priority, String> queueUrls,
    Period retention,
    int workerConcurrency) {

  static JobsSettings read(Map<String, String> environment) {
    var settings = new Settings(environment);
    Map<Priority, String> queueUrls = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      queueUrls.put(priority, settings.required(priority.name() + "_QUEUE"));
    }
    var read =
        new JobsSettings(
            settings.required("JOB_TABLE"),
            settings.required("OBJECT_STORE"),
            queueUrls,
            Period.ofDays(settings.integer("JOB_RETENTION_DAYS", 30, 1, 3650)),
            settings.integers("WORKER_CONCURRENCY", List.of(50, 20, 10, 5), 2, 1000).stream()
                .mapToInt(Integer::intValue)
                .sum());
    settings.check();
    return read;
  }
}

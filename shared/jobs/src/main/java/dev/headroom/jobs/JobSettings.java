package dev.headroom.jobs;

import dev.headroom.settings.Settings;
import java.time.Period;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where the jobs of a deployment are.
 *
 * @param retention how long a job can be read after its end
 */
public record JobSettings(
    String table, String objectStore, Map<Priority, String> queueUrls, Period retention) {

  /**
   * Reads {@code JOB_TABLE}, {@code OBJECT_STORE} ({@code s3://…} or {@code file://…}), {@code
   * URGENT_QUEUE} to {@code LOW_QUEUE}, and {@code JOB_RETENTION_DAYS} (1 to 3650, 30).
   */
  public static JobSettings read(Settings settings) {
    Map<Priority, String> queueUrls = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      queueUrls.put(priority, settings.required(priority.name() + "_QUEUE"));
    }
    return new JobSettings(
        settings.required("JOB_TABLE"),
        settings.required("OBJECT_STORE"),
        queueUrls,
        Period.ofDays(settings.integer("JOB_RETENTION_DAYS", 30, 1, 3650)));
  }
}

package dev.headroom.jobs;

import dev.headroom.settings.Settings;
import java.time.Period;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The settings of a deployment's jobs.
 *
 * @param table the name of the job table
 * @param objectStore the URL of the object store
 * @param queueUrls one for each priority
 * @param retention how long a job can be read after its end
 */
public record JobSettings(
    String table, String objectStore, Map<QueueName, String> queueUrls, Period retention) {
  private static final Pattern URL = Pattern.compile("https?://\\S+");

  /**
   * Reads {@code JOB_TABLE}, {@code OBJECT_STORE} ({@code s3://…} or {@code file://…}), {@code
   * GENERAL_QUEUES} and, where the deployment has those pools, {@code COMPUTE_QUEUES} and {@code
   * SANDBOX_QUEUES}: the URLs of a pool's four queues, urgent to low, separated by commas; and
   * {@code JOB_RETENTION_DAYS} (1 to 3650, 30).
   */
  public static JobSettings read(Settings settings) {
    settings.required(Pool.GENERAL.queuesSetting());
    Map<QueueName, String> queueUrls = new HashMap<>();
    for (Pool pool : Pool.values()) {
      List<String> urls =
          settings.texts(pool.queuesSetting(), URL, "the URL of a queue", Priority.values().length);
      Iterator<String> next = urls.iterator();
      for (Priority priority : Priority.values()) {
        if (next.hasNext()) {
          queueUrls.put(new QueueName(pool, priority), next.next());
        }
      }
    }
    return new JobSettings(
        settings.required("JOB_TABLE"),
        settings.required("OBJECT_STORE"),
        queueUrls,
        Period.ofDays(settings.integer("JOB_RETENTION_DAYS", 30, 1, 3650)));
  }
}

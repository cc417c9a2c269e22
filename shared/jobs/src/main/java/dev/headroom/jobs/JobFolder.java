package dev.headroom.jobs;

import dev.headroom.digest.Sha256;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the objects of one job lie: {@code jobs/<tenant>/<yyyy-mm-dd>/<job id>-<epoch ms>/}. An id
 * made of an idempotency key comes again once the old job is removed; the time of creation keeps
 * the two jobs' objects apart. Whoever looks for objects of no job lists one day of one tenant.
 *
 * @param owner the tenant in 32 hexadecimal digits, since its name is free text
 * @param jobId see {@link JobId}
 * @param createdAt of the job, to the millisecond; its day is that of UTC
 */
public record JobFolder(String owner, String jobId, Instant createdAt) {
  private static final int OWNER_DIGITS = 32;
  private static final Pattern FORM =
      Pattern.compile(
          "(jobs/([0-9a-f]{32})/\\d{4}-\\d{2}-\\d{2}/(job_[0-9a-f]{32})-(\\d{1,15})/).*",
          Pattern.DOTALL);

  public JobFolder {
    createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
  }

  public static JobFolder of(Job job) {
    return of(job.tenant(), job.id(), job.createdAt());
  }

  static JobFolder of(String tenant, String jobId, Instant createdAt) {
    return new JobFolder(owner(tenant), jobId, createdAt);
  }

  /**
   * The folder that a key lies in.
   *
   * @param key of an object, or the folder's own {@link #prefix}
   * @return empty when no job's objects have such keys
   */
  public static Optional<JobFolder> read(String key) {
    Matcher parts = FORM.matcher(key);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Instant createdAt = Instant.ofEpochMilli(Long.parseLong(parts.group(4)));
    return Optional.of(new JobFolder(parts.group(2), parts.group(3), createdAt))
        .filter(folder -> folder.prefix().equals(parts.group(1)));
  }

  /** What the keys of all objects of a tenant's jobs begin with; ends in a slash. */
  public static String prefixOf(String tenant) {
    return prefixOfOwner(owner(tenant));
  }

  /** The same of those jobs that were created on a day of UTC. */
  public static String prefixOf(String tenant, LocalDate day) {
    return prefixOf(tenant) + day + "/";
  }

  /** What the keys of this job's objects begin with; ends in a slash. */
  public String prefix() {
    return "%s%s/%s-%d/".formatted(prefixOfOwner(owner), day(), jobId, createdAt.toEpochMilli());
  }

  /** The day that it is listed under, of UTC. */
  public LocalDate day() {
    return LocalDate.ofInstant(createdAt, ZoneOffset.UTC);
  }

  /** The key of one of this job's objects. */
  public String key(String name) {
    return prefix() + name;
  }

  private static String prefixOfOwner(String owner) {
    return "jobs/" + owner + "/";
  }

  private static String owner(String tenant) {
    return Sha256.hex(tenant).substring(0, OWNER_DIGITS);
  }
}

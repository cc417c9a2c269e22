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
 * The folder of one job in the object store: {@code jobs/<tenant>/<yyyy-mm-dd>/<job id>-<epoch
 * ms>/}. An id that is made of an idempotency key comes again once the old job is removed; the time
 * of creation keeps the objects of the two jobs apart. Objects without a job are found by listing
 * one day of one tenant.
 *
 * @param owner the tenant in 32 hexadecimal digits, since its name is free text
 * @param jobId see {@link JobId}
 * @param createdAt when the job was created, to the millisecond; its day is that of UTC
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

  /** Returns the folder of a job. */
  public static JobFolder of(Job job) {
    return of(job.tenant(), job.id(), job.createdAt());
  }

  /** Returns the folder of a job by what it is made of. */
  public static JobFolder of(String tenant, String jobId, Instant createdAt) {
    return new JobFolder(owner(tenant), jobId, createdAt);
  }

  /**
   * Returns the folder that a key lies in, or empty when it is not the key of a job's object.
   *
   * @param key the key of an object, or a folder's {@link #prefix}
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

  /** Returns the prefix of the keys of all objects of a tenant's jobs, which ends in a slash. */
  public static String prefixOf(String tenant) {
    return prefixOfOwner(owner(tenant));
  }

  /** Returns the same prefix for the jobs that were created on a day of UTC. */
  public static String prefixOf(String tenant, LocalDate day) {
    return prefixOf(tenant) + day + "/";
  }

  /** Returns the prefix of the keys of this job's objects, which ends in a slash. */
  public String prefix() {
    return "%s%s/%s-%d/".formatted(prefixOfOwner(owner), day(), jobId, createdAt.toEpochMilli());
  }

  /** Returns the day of UTC that the folder is listed under. */
  public LocalDate day() {
    return LocalDate.ofInstant(createdAt, ZoneOffset.UTC);
  }

  /** Returns the key of one of this job's objects. */
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

package dev.headroom.cache;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How an entry is kept.
 *
 * @param ttl how long it may be served, 1 ms to 7 days
 * @param absentTtl how long it is remembered that there is nothing, 0 (not at all) to 7 days
 * @param staleFor how long past its ttl it may be served while it is being loaded again, or when
 *     loading fails; 0 to 7 days. What was invalidated is never served
 * @param loadLimit how long others wait for one that loads; a value that took longer is not kept.
 *     100 ms to 15 minutes
 * @param earlyRefresh β of XFetch: 0 never loads before the ttl is over, 1 is usual, more loads
 *     earlier
 * @param tags what it can be invalidated by, at most 16, each of 1 to 128 characters; sorted
 */
public record Terms(
    Duration ttl,
    Duration absentTtl,
    Duration staleFor,
    Duration loadLimit,
    double earlyRefresh,
    List<String> tags) {
  /** An entry has so many tags at most. */
  public static final int MAX_TAGS = 16;

  static final int MAX_EARLY_REFRESH = 100;

  private static final int MAX_TAG_LENGTH = 128;

  /**
   * Checks them all, and sorts the tags.
   *
   * @throws HeadroomException.Invalid naming each that is out of its range
   */
  public Terms {
    var faults = new ArrayList<FieldError>();
    within(faults, "ttl", ttl, Duration.ofMillis(1), CacheSettings.MAX_TTL);
    within(faults, "absent_ttl", absentTtl, Duration.ZERO, CacheSettings.MAX_TTL);
    within(faults, "stale_for", staleFor, Duration.ZERO, CacheSettings.MAX_TTL);
    within(faults, "load_limit", loadLimit, Duration.ofMillis(100), Duration.ofMinutes(15));
    if (!(earlyRefresh >= 0 && earlyRefresh <= MAX_EARLY_REFRESH)) {
      faults.add(new FieldError("early_refresh", "must be from 0 to " + MAX_EARLY_REFRESH));
    }
    checkTags(faults, tags);
    if (!faults.isEmpty()) {
      throw new HeadroomException.Invalid(faults);
    }
    tags = List.copyOf(new TreeSet<>(tags));
  }

  /** So long, and otherwise as usual. */
  public static Terms of(Duration ttl) {
    return new Terms(
        ttl, Duration.ofSeconds(30), Duration.ZERO, Duration.ofSeconds(10), 1, List.of());
  }

  public Terms withTtl(Duration other) {
    return new Terms(other, absentTtl, staleFor, loadLimit, earlyRefresh, tags);
  }

  public Terms withAbsentTtl(Duration other) {
    return new Terms(ttl, other, staleFor, loadLimit, earlyRefresh, tags);
  }

  public Terms withStaleFor(Duration other) {
    return new Terms(ttl, absentTtl, other, loadLimit, earlyRefresh, tags);
  }

  public Terms withLoadLimit(Duration other) {
    return new Terms(ttl, absentTtl, staleFor, other, earlyRefresh, tags);
  }

  public Terms withEarlyRefresh(double beta) {
    return new Terms(ttl, absentTtl, staleFor, loadLimit, beta, tags);
  }

  public Terms withTags(List<String> other) {
    return new Terms(ttl, absentTtl, staleFor, loadLimit, earlyRefresh, other);
  }

  static void checkTags(List<FieldError> faults, List<String> tags) {
    if (tags.size() > MAX_TAGS) {
      faults.add(new FieldError("tags", "must be at most " + MAX_TAGS));
    }
    if (!tags.stream().allMatch(Terms::isTag)) {
      faults.add(new FieldError("tags", "must have 1 to " + MAX_TAG_LENGTH + " characters each"));
    }
  }

  /** What comes from JSON may be null. */
  private static boolean isTag(@Nullable String tag) {
    return tag != null && !tag.isEmpty() && tag.length() <= MAX_TAG_LENGTH;
  }

  private static void within(
      List<FieldError> faults, String field, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      faults.add(new FieldError(field, "must be from %s to %s; got %s".formatted(min, max, value)));
    }
  }
}

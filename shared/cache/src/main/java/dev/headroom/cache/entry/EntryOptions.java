package dev.headroom.cache.entry;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The options with which an entry is kept.
 *
 * @param ttl how long it may be served, 1 ms to 7 days
 * @param absentTtl how long it is remembered that there is nothing, 0 (not at all) to 7 days
 * @param staleFor how long past its ttl it may be served while it is being loaded again, or when
 *     loading fails, 0 to 7 days. An entry that was invalidated is never served
 * @param loadLimit how long others wait for the one that loads, 100 ms to 15 minutes. A value that
 *     took longer to load is not kept
 * @param earlyRefresh β of XFetch, 0 to 100: with 0 nothing is loaded before its ttl is over; 1 is
 *     usual; the larger it is, the earlier one caller loads again
 * @param tags tags by which it can be invalidated, at most 16 of 1 to 128 characters each; sorted
 */
public record EntryOptions(
    Duration ttl,
    Duration absentTtl,
    Duration staleFor,
    Duration loadLimit,
    double earlyRefresh,
    List<String> tags) {
  /** The longest time to live. */
  public static final Duration MAX_TTL = Duration.ofDays(7);

  /** The most tags that an entry has. */
  public static final int MAX_TAGS = 16;

  /** The largest β of XFetch. */
  public static final int MAX_EARLY_REFRESH = 100;

  private static final int MAX_TAG_LENGTH = 128;

  /**
   * Checks all options, and sorts the tags.
   *
   * @throws HeadroomException.Invalid when options are out of their ranges; it names each of them
   */
  public EntryOptions {
    var faults = new ArrayList<FieldError>();
    within(faults, "ttl", ttl, Duration.ofMillis(1), MAX_TTL);
    within(faults, "absent_ttl", absentTtl, Duration.ZERO, MAX_TTL);
    within(faults, "stale_for", staleFor, Duration.ZERO, MAX_TTL);
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

  /**
   * Returns the usual options with this ttl: absence is remembered for 30 s, nothing is served past
   * its ttl, others wait for a load for 10 s, β is 1, and there are no tags.
   */
  public static EntryOptions of(Duration ttl) {
    return new EntryOptions(
        ttl, Duration.ofSeconds(30), Duration.ZERO, Duration.ofSeconds(10), 1, List.of());
  }

  /** Returns the same options with another {@link #ttl}. */
  public EntryOptions withTtl(Duration other) {
    return new EntryOptions(other, absentTtl, staleFor, loadLimit, earlyRefresh, tags);
  }

  /** Returns the same options with another {@link #absentTtl}. */
  public EntryOptions withAbsentTtl(Duration other) {
    return new EntryOptions(ttl, other, staleFor, loadLimit, earlyRefresh, tags);
  }

  /** Returns the same options with another {@link #staleFor}. */
  public EntryOptions withStaleFor(Duration other) {
    return new EntryOptions(ttl, absentTtl, other, loadLimit, earlyRefresh, tags);
  }

  /** Returns the same options with another {@link #loadLimit}. */
  public EntryOptions withLoadLimit(Duration other) {
    return new EntryOptions(ttl, absentTtl, staleFor, other, earlyRefresh, tags);
  }

  /** Returns the same options with another {@link #earlyRefresh}. */
  public EntryOptions withEarlyRefresh(double beta) {
    return new EntryOptions(ttl, absentTtl, staleFor, loadLimit, beta, tags);
  }

  /** Returns the same options with another {@link #tags}. */
  public EntryOptions withTags(List<String> other) {
    return new EntryOptions(ttl, absentTtl, staleFor, loadLimit, earlyRefresh, other);
  }

  /** Adds what is wrong with tags. */
  public static void checkTags(List<FieldError> faults, List<String> tags) {
    if (tags.size() > MAX_TAGS) {
      faults.add(new FieldError("tags", "must be at most " + MAX_TAGS));
    }
    if (!tags.stream().allMatch(EntryOptions::isTag)) {
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

package dev.headroom.cleanup.history;

import dev.headroom.cleanup.runs.Baseline;
import dev.headroom.cleanup.runs.RemovalCounts;
import dev.headroom.cleanup.runs.TenantState;
import dev.headroom.cleanup.runs.TenantStates;
import dev.headroom.cleanup.runs.Totals;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Statistics over all runs of a tenant since the last reset, in one read however many there were.
 * They include what a run under way has removed; the run itself is counted when it has ended, and a
 * dry run never.
 */
public final class CleanupStatistics {
  private static final int MAX_TRIES = 50;

  private final TenantStates states;
  private final InstantSource clock;

  public CleanupStatistics(TenantStates states, InstantSource clock) {
    this.states = states;
    this.clock = clock;
  }

  /**
   * Opens the statistics of one deployment. No call is made yet.
   *
   * @param table the clean-up table
   */
  public static CleanupStatistics open(DynamoDbClient dynamoDb, String table, InstantSource clock) {
    return new CleanupStatistics(new TenantStates(dynamoDb, table), clock);
  }

  /**
   * The statistics of one epoch.
   *
   * @param epoch how many resets were before it
   * @param since when it began; empty for the first
   * @param completed runs that cleaned up all their targets
   * @param failed runs that could not clean up some of theirs
   * @param averageTime how long a run was worked on; empty when none has ended
   * @param lastEndedAt when the latest run ended; empty when none has
   * @param byTarget the counts of each target that any run had
   */
  public record Counted(
      long epoch,
      Optional<Instant> since,
      long completed,
      long failed,
      Optional<Duration> averageTime,
      Optional<Instant> lastEndedAt,
      Map<String, RemovalCounts> byTarget) {

    /** Returns how many runs have ended, the failed ones included. */
    public long total() {
      return completed + failed;
    }

    /** Returns the counts of all targets together. */
    public RemovalCounts counts() {
      return byTarget.values().stream().reduce(RemovalCounts.NONE, RemovalCounts::plus);
    }

    /**
     * Returns which share of what was overdue was removed: 0 to 100, to two decimals; empty when
     * nothing was overdue.
     */
    public OptionalDouble percentage() {
      RemovalCounts all = counts();
      return all.found() == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(Math.round(10_000.0 * all.files() / all.found()) / 100.0);
    }
  }

  /** Returns the statistics of the present epoch. */
  public Counted of(String tenant) {
    return counted(states.read(tenant));
  }

  /**
   * Begins a new epoch. Each removal is counted in exactly one of the two.
   *
   * @return the statistics of the epoch that ended
   * @throws HeadroomException.Unavailable when a run counts faster than it can be reset
   */
  public Counted reset(String tenant) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      TenantState seen = states.read(tenant);
      var next =
          new Baseline(
              seen.baseline().epoch() + 1,
              clock.instant().truncatedTo(ChronoUnit.MILLIS),
              seen.totalsSoFar());
      if (states.reset(seen, next)) {
        return counted(seen);
      }
    }
    throw new HeadroomException.Unavailable(
        "A run writes to the clean-up table all the time. Try again in a moment.");
  }

  private static Counted counted(TenantState state) {
    Totals since = state.totalsSoFar().since(state.baseline().totals());
    long runs = since.completed() + since.failed();
    return new Counted(
        state.baseline().epoch(),
        Optional.ofNullable(state.baseline().since()),
        since.completed(),
        since.failed(),
        runs == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(since.workedMillis() / runs)),
        Optional.ofNullable(since.lastEndedAt()),
        new TreeMap<>(since.byTarget()));
  }
}

package dev.headroom.cleanup;

import dev.headroom.cleanup.Desk.Baseline;
import dev.headroom.cleanup.Desk.State;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What the runs of a tenant have done since the last reset: one read, however many there were. What
 * a run under way has removed is counted in; the run itself when it has ended; dry runs never.
 */
public final class CleanupStatistics {
  private static final int MAX_TRIES = 50;

  private final Desk desk;
  private final InstantSource clock;

  CleanupStatistics(Desk desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
  }

  /**
   * The statistics of one deployment.
   *
   * @param table the clean-up table
   */
  public static CleanupStatistics open(
      DynamoDbClient dynamoDb, String table, InstantSource clock, RandomGenerator random) {
    return new CleanupStatistics(new Desk(dynamoDb, table, clock, random), clock);
  }

  /**
   * What was counted in an epoch.
   *
   * @param epoch how many resets were before it
   * @param since when it began; empty for the first
   * @param completed runs that cleaned up all their targets
   * @param failed runs that could not clean up some of theirs
   * @param averageTime how long a run was worked on; empty when none has ended
   * @param lastEndedAt when the latest run ended; empty when none has
   * @param byTarget what came of each target that any run had
   */
  public record Counted(
      long epoch,
      Optional<Instant> since,
      long completed,
      long failed,
      Optional<Duration> averageTime,
      Optional<Instant> lastEndedAt,
      Map<String, Tally> byTarget) {

    public long total() {
      return completed + failed;
    }

    /** What came of all targets. */
    public Tally tally() {
      return byTarget.values().stream().reduce(Tally.NONE, Tally::plus);
    }

    /**
     * Of what was over, the share that was removed, 0 to 100, to two decimals; empty if nothing.
     */
    public OptionalDouble percentage() {
      Tally all = tally();
      return all.found() == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(Math.round(10_000.0 * all.files() / all.found()) / 100.0);
    }
  }

  /** What is counted by now. */
  public Counted of(String tenant) {
    return counted(desk.read(tenant));
  }

  /**
   * Begins a new epoch.
   *
   * @return what was counted in the one that ended: each thing removed is in one of the two
   * @throws HeadroomException.Unavailable when a run counts so fast that no moment is found
   */
  public Counted reset(String tenant) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      State seen = desk.read(tenant);
      var next =
          new Baseline(
              seen.baseline().epoch() + 1,
              clock.instant().truncatedTo(ChronoUnit.MILLIS),
              seen.now());
      if (desk.reset(seen, next)) {
        return counted(seen);
      }
    }
    throw Desk.contended();
  }

  private static Counted counted(State state) {
    Totals since = state.now().since(state.baseline().totals());
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

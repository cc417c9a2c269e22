package dev.headroom.cleanup;

import dev.headroom.cleanup.history.CleanupStatistics;
import dev.headroom.cleanup.history.RunHistory;
import dev.headroom.cleanup.runs.RunExecutor;
import dev.headroom.cleanup.runs.RunLeases;
import dev.headroom.cleanup.runs.TenantStates;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.cleanup.schedules.Schedules;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.cleanup.targets.CleanupTargets;
import dev.headroom.settings.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The clean-up of one deployment: what its functions and an application call. */
public record CleanupBackend(
    Cleanup cleanup, Schedules schedules, RunHistory history, CleanupStatistics statistics) {

  /**
   * The settings of the deployment.
   *
   * @param table the clean-up table
   * @param retentionDays the retention of runs for tenants that have no schedule, 0 to 3650
   */
  public record Where(String table, int retentionDays) {
    /** Reads {@code CLEANUP_TABLE}, and {@code CLEANUP_RETENTION_DAYS}, which is 30 by default. */
    public static Where read(Settings settings) {
      return new Where(
          settings.required("CLEANUP_TABLE"),
          settings.integer("CLEANUP_RETENTION_DAYS", 30, 0, ScheduleSpec.MAX_RETENTION_DAYS));
    }
  }

  /**
   * Opens the clean-up of a deployment. No call is made yet.
   *
   * @param targets all targets but the history of runs, which is added as the last one
   * @param random a source of ids; two processes must not share its seed
   */
  public static CleanupBackend open(
      DynamoDbClient dynamoDb,
      Where where,
      List<CleanupTarget> targets,
      InstantSource clock,
      RandomGenerator random) {
    var states = new TenantStates(dynamoDb, where.table());
    var history = new RunHistory(dynamoDb, where.table(), states, clock);
    var all =
        new CleanupTargets(Stream.concat(targets.stream(), Stream.of(history.asTarget())).toList());
    var schedules = new Schedules(dynamoDb, where.table(), all, clock);
    var leases = new RunLeases(dynamoDb, where.table(), clock, random);
    var cleanup =
        new Cleanup(
            states,
            leases,
            schedules,
            new RunPlanner(all, where.retentionDays(), random),
            new RunExecutor(leases, all, clock),
            clock);
    return new CleanupBackend(cleanup, schedules, history, new CleanupStatistics(states, clock));
  }
}

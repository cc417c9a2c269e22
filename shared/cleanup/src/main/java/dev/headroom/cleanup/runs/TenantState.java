package dev.headroom.cleanup.runs;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.aws.Item;
import dev.headroom.aws.ItemUpdate;
import dev.headroom.cleanup.table.CleanupItem;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a tenant's clean-up as it was read: the run under way and its lease, and what all
 * runs before it did.
 *
 * @param token the fencing token, which changes with each worker
 * @param sequence a number that changes with each write of a worker
 * @param run the run under way; empty when there is none
 * @param outbox objects that the run under way must still erase
 * @param leaseUntil when the worker's lease ends; long ago when nobody works on the run
 * @param takeovers how often the run was taken over since anything was written
 * @param totals what the runs did that have ended
 */
public record TenantState(
    String tenant,
    long token,
    long sequence,
    Optional<CleanupRun> run,
    Outbox outbox,
    Instant leaseUntil,
    long takeovers,
    Totals totals,
    Baseline baseline) {
  /** The stored name is older than the word, and tables hold it. */
  static final String TOKEN = "turn";

  static final String SEQUENCE = "sequence";
  static final String RUN = "run";
  static final String OUTBOX = "outbox";
  static final String TAKEOVERS = "takeovers";
  static final String TOTALS = "totals";
  static final String BASELINE = "baseline";
  static final String EPOCH = "epoch";

  private static final TypeReference<CleanupRun> AS_RUN = new TypeReference<>() {};
  private static final TypeReference<Totals> AS_TOTALS = new TypeReference<>() {};
  private static final TypeReference<Baseline> AS_BASELINE = new TypeReference<>() {};

  static TenantState read(String tenant, Item item) {
    return new TenantState(
        tenant,
        number(item, TOKEN),
        number(item, SEQUENCE),
        item.find(RUN).map(_ -> CleanupItem.read(item, RUN, AS_RUN)),
        item.find(OUTBOX).map(Outbox::read).orElse(Outbox.EMPTY),
        Instant.ofEpochMilli(number(item, CleanupItem.DUE_AT)),
        number(item, TAKEOVERS),
        item.find(TOTALS).map(_ -> CleanupItem.read(item, TOTALS, AS_TOTALS)).orElse(Totals.NONE),
        item.find(BASELINE)
            .map(_ -> CleanupItem.read(item, BASELINE, AS_BASELINE))
            .orElse(Baseline.FIRST));
  }

  private static long number(Item item, String attribute) {
    return item.find(attribute).map(value -> Long.parseLong(value.n())).orElse(0L);
  }

  /** Starts a change of the item in which the state is stored. */
  static ItemUpdate update(String tenant) {
    return new ItemUpdate(CleanupItem.key(tenant, CleanupItem.STATE));
  }

  /** Makes a change depend on an attribute that must be as it was read. */
  static void requireUnchanged(ItemUpdate change, String attribute, long seen) {
    if (seen == 0) {
      change.where("attribute_not_exists(#" + attribute + ")", Map.of());
    } else {
      change.where(attribute, CleanupItem.number(seen));
    }
  }

  /** Returns whether there is a run that nobody works on. */
  public boolean isAbandoned(Instant now) {
    return run.isPresent() && !leaseUntil.isAfter(now);
  }

  /**
   * Returns what all runs have done so far, the run under way included. What waits in its outbox is
   * counted as found when it is erased: otherwise a reset in between would count the finding in one
   * epoch and the removal in the next.
   */
  public Totals totalsSoFar() {
    return run.filter(one -> !one.dryRun())
        .map(one -> outbox.isEmpty() ? one : one.plus(RemovalCounts.found(-outbox.keys().size())))
        .map(totals::plusRemovedBy)
        .orElse(totals);
  }
}

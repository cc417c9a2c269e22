package dev.headroom.cleanup.runs;

import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.cleanup.targets.CleanupTarget.Page;
import dev.headroom.cleanup.targets.CleanupTarget.Scope;
import dev.headroom.errors.HeadroomException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * Removes what a target finds, one page at a time.
 *
 * <p>What is in memory is at most one batch ahead of what is written. Items are deleted in the
 * transaction that counts them. Their objects are put into its outbox, erased then, and counted
 * with the next write: erasing twice does no harm, and counting twice cannot happen.
 */
final class PageRemoval {
  private final RunLeases leases;
  private final InstantSource clock;
  private final CleanupTarget target;
  private final BooleanSupplier mayGoOn;

  /**
   * @param mayGoOn asked between two batches: the rest of the page is found again later
   */
  PageRemoval(
      RunLeases leases, InstantSource clock, CleanupTarget target, BooleanSupplier mayGoOn) {
    this.leases = leases;
    this.clock = clock;
    this.target = target;
    this.mayGoOn = mayGoOn;
  }

  /** The outcome of one batch. */
  private sealed interface BatchOutcome {
    /** The batch is removed, without the entries that are in use again. */
    record Removed(RunLease lease) implements BatchOutcome {}

    /** Nothing of what is left is removed: it is too much for the table at this moment. */
    record TooMuch(RunLease lease, Batch left) implements BatchOutcome {}

    /** Another worker has the run by now. */
    record LeaseLost() implements BatchOutcome {}
  }

  /**
   * Erases what a worker before left in the outbox, and removes the page at which the run is.
   *
   * @param lease a lease whose run is at a step of this target
   */
  PageOutcome remove(RunLease lease) {
    try {
      RunLease erased = erase(lease);
      Page page = find(erased);
      return lease.run().dryRun()
          ? keepLease(turned(erased.counted(new Batch(page.found()).countsWhenGone()), page))
          : remove(erased, page);
    } catch (RuntimeException e) { // a target may throw anything
      return new PageOutcome.Failed(e);
    }
  }

  private RunLease erase(RunLease lease) {
    if (lease.outbox().isEmpty()) {
      return lease;
    }
    target.erase(lease.outbox().keys());
    return lease.erased();
  }

  private Page find(RunLease lease) {
    CleanupRun run = lease.run();
    var scope = new Scope(lease.tenant(), run.current().olderThan(), run.startedAt());
    Page page = target.find(scope, run.from());
    if (page.next().isPresent() && page.next().equals(run.from())) {
      throw new IllegalStateException(
          "Target %s names the page it was asked for as its next page".formatted(target.name()));
    }
    return page;
  }

  private static RunLease turned(RunLease lease, Page page) {
    CleanupRun run = lease.run();
    return lease.with(page.next().map(run::at).orElseGet(run::atNextStep));
  }

  private PageOutcome remove(RunLease lease, Page page) {
    RunLease current = lease;
    Deque<Batch> batches = new ArrayDeque<>(Batch.of(page.found()));
    while (!batches.isEmpty()) {
      switch (commit(current, batches.removeFirst())) {
        case BatchOutcome.Removed(RunLease next) -> current = erase(next);
        case BatchOutcome.TooMuch(_, Batch left) when left.size() == 1 -> {
          return new PageOutcome.Failed(
              new HeadroomException.Unavailable("The clean-up table is too busy for one item."));
        }
        case BatchOutcome.TooMuch(RunLease same, Batch left) -> {
          current = same;
          left.halves().reversed().forEach(batches::addFirst);
        }
        case BatchOutcome.LeaseLost _ -> {
          return new PageOutcome.LeaseLost();
        }
      }
      if (!batches.isEmpty() && !mayGoOn.getAsBoolean()) {
        return keepLease(current);
      }
    }
    return keepLease(turned(current, page));
  }

  private BatchOutcome commit(RunLease lease, Batch batch) {
    RunLease counted = lease;
    Batch left = batch;
    while (!left.isEmpty()) {
      Instant now = clock.instant();
      RunLease next =
          counted.counted(left.counts()).with(left.outbox()).worked(now).renewedIfDue(now);
      switch (leases.commit(next, left.deletions())) {
        case WriteOutcome.Committed _ -> {
          return new BatchOutcome.Removed(next.written());
        }
        case WriteOutcome.LeaseLost _ -> {
          return new BatchOutcome.LeaseLost();
        }
        case WriteOutcome.Contended _ -> {
          return new BatchOutcome.TooMuch(counted, left);
        }
        case WriteOutcome.Refused refused -> {
          counted = counted.counted(left.keptCounts(refused.changed()));
          left = left.without(refused);
        }
      }
    }
    return new BatchOutcome.Removed(counted);
  }

  /** Renews the lease when that is due: pages that find nothing write nothing else. */
  private PageOutcome keepLease(RunLease lease) {
    Instant now = clock.instant();
    if (!lease.isRenewalDue(now)) {
      return new PageOutcome.Done(lease);
    }
    return leases
        .save(lease.worked(now).renewedIfDue(now))
        .<PageOutcome>map(PageOutcome.Done::new)
        .orElseGet(PageOutcome.LeaseLost::new);
  }
}

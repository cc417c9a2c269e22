package dev.headroom.cleanup.runs;

import dev.headroom.aws.Outage;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.cleanup.targets.CleanupTargets;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on a run under a lease, page by page, until the run ends or the worker's time is over. */
public final class RunExecutor {
  /** After so many failures of a page in a row, the run gives up its target. */
  private static final int MAX_FAILURES = 3;

  /** After so many workers in a row that never came back from a page, it is not tried again. */
  private static final int MAX_TAKEOVERS = 5;

  /** How long a page that failed is left alone. */
  private static final Duration PAUSE = Duration.ofSeconds(50);

  /** A service that is down for longer than this after a run began is not waited for. */
  private static final Duration LONGEST_OUTAGE = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);

  private final RunLeases leases;
  private final CleanupTargets targets;
  private final InstantSource clock;

  public RunExecutor(RunLeases leases, CleanupTargets targets, InstantSource clock) {
    this.leases = leases;
    this.targets = targets;
    this.clock = clock;
  }

  /** How a run stands after a page. */
  private sealed interface Progress {
    /** The worker goes on. */
    record Working(RunLease lease) implements Progress {}

    /** The worker is done: the run has ended, was left to another worker, or was lost to one. */
    record Stopped(CleanupRun run) implements Progress {}
  }

  /**
   * Works on a run.
   *
   * @param mayGoOn asked before each page, and within a page between two batches
   * @return the run as it is then; when it has not ended, another worker goes on with it
   */
  public CleanupRun work(RunLease taken, BooleanSupplier mayGoOn) {
    Progress progress = giveUpFatalPage(taken);
    while (true) {
      switch (progress) {
        case Progress.Working(RunLease lease) -> progress = next(lease, mayGoOn);
        case Progress.Stopped(CleanupRun run) -> {
          return run;
        }
      }
    }
  }

  /**
   * A page that ends its process (memory, time), or holds it up for longer than a lease, fails
   * without a word. Without this, its run would never end.
   */
  private Progress giveUpFatalPage(RunLease lease) {
    if (lease.takeovers() <= MAX_TAKEOVERS || lease.run().isThrough()) {
      return new Progress.Working(lease);
    }
    LOG.error("Clean-up {} is at a page that no worker comes back from", lease.run().id());
    RunLease givenUp =
        lease.givenUp("The clean-up function ended or stopped at this target several times.");
    Instant now = clock.instant();
    return leases
        .save(givenUp.worked(now).endingAt(now.plus(RunLease.LENGTH)))
        .<Progress>map(Progress.Working::new)
        .orElseGet(() -> lost(givenUp));
  }

  private Progress next(RunLease lease, BooleanSupplier mayGoOn) {
    if (lease.run().isThrough()) {
      return finish(lease);
    }
    if (!mayGoOn.getAsBoolean()) {
      return release(lease, Duration.ZERO);
    }
    String name = lease.run().current().target();
    Optional<CleanupTarget> target = targets.find(name);
    if (target.isEmpty()) {
      return new Progress.Working(lease.givenUp("There is no such target any more."));
    }
    return switch (new PageRemoval(leases, clock, target.get(), mayGoOn).remove(lease)) {
      case PageOutcome.Done(RunLease later) -> new Progress.Working(later);
      case PageOutcome.LeaseLost _ -> lost(lease);
      case PageOutcome.Failed(RuntimeException cause) -> failed(lease, cause);
    };
  }

  private Progress finish(RunLease lease) {
    Instant now = clock.instant();
    CleanupRun ended = lease.worked(now).run().ended(now);
    return switch (leases.finish(lease, ended)) {
      case WriteOutcome.Committed _ -> new Progress.Stopped(ended);
      case WriteOutcome.LeaseLost _, WriteOutcome.Refused _ -> lost(lease);
      case WriteOutcome.Contended _ -> release(lease, PAUSE);
    };
  }

  /** Leaves the run to the next worker that comes after a pause. */
  private Progress release(RunLease lease, Duration pause) {
    Instant now = clock.instant();
    return leases
        .save(lease.worked(now).endingAt(now.plus(pause)))
        .<Progress>map(saved -> new Progress.Stopped(saved.run()))
        .orElseGet(() -> lost(lease));
  }

  private static Progress lost(RunLease lease) {
    LOG.warn("Another worker has clean-up {} by now", lease.run().id());
    return new Progress.Stopped(lease.run());
  }

  /**
   * Goes back to what is stored, which may be ahead of what is in memory: an answer may have been
   * lost. An outage is waited for, since no other run finds the objects that are in the outbox.
   */
  private Progress failed(RunLease lease, RuntimeException cause) {
    LOG.error("Clean-up {} failed at {}", lease.run().id(), lease.run().current().target(), cause);
    Optional<RunLease> stored = leases.reread(lease);
    if (stored.isEmpty()) {
      return lost(lease);
    }
    RunLease now = stored.get();
    if (Outage.of(cause).isPresent() || cause instanceof HeadroomException.Unavailable) {
      return clock.instant().isBefore(now.run().startedAt().plus(LONGEST_OUTAGE))
          ? release(now, PAUSE)
          : new Progress.Working(now.givenUp("A service that it needs did not answer for a day."));
    }
    return now.run().failures() + 1 < MAX_FAILURES
        ? release(now.with(now.run().failedOnce()), PAUSE)
        : new Progress.Working(now.givenUp(severalFailures(now.run())));
  }

  private static String severalFailures(CleanupRun run) {
    return "It failed several times; the log of the clean-up function says why, under %s."
        .formatted(run.id());
  }
}

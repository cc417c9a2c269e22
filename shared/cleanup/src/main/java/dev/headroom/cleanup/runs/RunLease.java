package dev.headroom.cleanup.runs;

import java.time.Duration;
import java.time.Instant;

/**
 * A worker's lease on a tenant's run, with the run as this worker knows it: as it was written last,
 * or further on by what its next write will hold.
 *
 * <p>Each write of a worker, deletions included, is conditioned on the fencing token and the
 * sequence. So a worker whose lease another has taken over removes nothing and counts nothing.
 *
 * @param token the fencing token, which changes with each worker
 * @param sequence a number that changes with each write: a copy of a write that arrives late, when
 *     another has followed, does nothing
 * @param until when another worker may take the run over
 * @param takeovers how often the run was taken over since anything was written
 * @param totals what the runs before this one did
 * @param workedSince when the work on the run would have begun, had it been without a pause
 * @param outbox objects that must still be erased, and are not counted as removed yet
 */
public record RunLease(
    String tenant,
    long token,
    long sequence,
    Instant until,
    long takeovers,
    Totals totals,
    Instant workedSince,
    CleanupRun run,
    Outbox outbox) {
  /** How long a lease lasts without a write: longer than any page or erasure takes. */
  public static final Duration LENGTH = Duration.ofSeconds(90);

  /**
   * Returns the lease of a worker that begins to work now.
   *
   * @param state a state with a run, as this worker wrote it
   */
  static RunLease of(TenantState state, Instant now) {
    CleanupRun run = state.run().orElseThrow();
    return new RunLease(
        state.tenant(),
        state.token(),
        state.sequence(),
        state.leaseUntil(),
        state.takeovers(),
        state.totals(),
        now.minusMillis(run.workedMillis()),
        run,
        state.outbox());
  }

  RunLease with(CleanupRun changed) {
    return new RunLease(
        tenant, token, sequence, until, takeovers, totals, workedSince, changed, outbox);
  }

  RunLease with(Outbox changed) {
    return new RunLease(
        tenant, token, sequence, until, takeovers, totals, workedSince, run, changed);
  }

  RunLease endingAt(Instant end) {
    return new RunLease(tenant, token, sequence, end, takeovers, totals, workedSince, run, outbox);
  }

  RunLease counted(RemovalCounts more) {
    return with(run.plus(more));
  }

  /** Returns the lease after the objects in the outbox were erased. */
  RunLease erased() {
    return counted(RemovalCounts.removedObjects(outbox.keys().size(), outbox.bytes()))
        .with(Outbox.EMPTY);
  }

  /**
   * Returns the lease after the run has given up its current target. Objects in the outbox are not
   * counted, since they may not be erased; and no other target is asked to erase them, since it may
   * know other things by the same keys.
   */
  RunLease givenUp(String why) {
    return with(run.givenUp(why)).with(Outbox.EMPTY);
  }

  /** Returns the lease with the time counted that its worker has worked by now. */
  RunLease worked(Instant now) {
    long millis = Duration.between(workedSince, now).toMillis();
    return with(run.worked(Math.max(run.workedMillis(), millis)));
  }

  /**
   * Returns whether half of the lease is over. It is not renewed more often: that costs a write.
   */
  boolean isRenewalDue(Instant now) {
    return now.plus(LENGTH.dividedBy(2)).isAfter(until);
  }

  RunLease renewedIfDue(Instant now) {
    return isRenewalDue(now) ? endingAt(now.plus(LENGTH)) : this;
  }

  /** Returns the lease after it was written as it is. */
  RunLease written() {
    return new RunLease(tenant, token, sequence + 1, until, 0, totals, workedSince, run, outbox);
  }

  /**
   * Returns whether a state is what writing this lease makes of it. The numbers alone do not prove
   * it: another write of the same worker, one that it took for failed, may have come late.
   */
  boolean isWrittenIn(TenantState state) {
    return state.token() == token
        && state.sequence() == sequence + 1
        && state.run().filter(run::equals).isPresent()
        && state.outbox().equals(outbox);
  }
}

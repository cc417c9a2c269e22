package dev.headroom.cleanup;

import dev.headroom.aws.Outage;
import dev.headroom.cleanup.CleanupTarget.Overdue;
import dev.headroom.cleanup.CleanupTarget.Page;
import dev.headroom.cleanup.CleanupTarget.Scope;
import dev.headroom.cleanup.Desk.State;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's time at a desk: goes on with the run that lies there, batch by batch, to its end or
 * its own.
 *
 * <p>What is in memory is at most one batch ahead of what is written. Items go in the transaction
 * that counts them. Their objects are in its outbox, are erased then, and counted with the next
 * write: erasing twice does no harm, and counting twice cannot be.
 */
final class Slice {
  /** A page that fails so often in a row makes the run give up its target. */
  private static final int MAX_FAILURES = 3;

  /** A page at which so many workers in a row were never heard of again is not tried again. */
  private static final int MAX_TAKEOVERS = 5;

  /** How long a failed page is left alone. */
  private static final Duration PAUSE = Duration.ofSeconds(50);

  /** A service that is down for longer than that after a run began is not waited for. */
  private static final Duration LONGEST_OUTAGE = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(Slice.class);

  private final Desk desk;
  private final CleanupTargets targets;
  private final InstantSource clock;
  private final Instant began;
  private final long workedBefore;
  private State held;
  private CleanupRun run;
  private Outbox outbox;

  /**
   * @param held with a run
   */
  Slice(Desk desk, CleanupTargets targets, InstantSource clock, State held) {
    this.desk = desk;
    this.targets = targets;
    this.clock = clock;
    this.began = clock.instant();
    this.held = held;
    this.run = held.run().orElseThrow();
    this.workedBefore = run.workedMillis();
    this.outbox = held.outbox();
  }

  /** Somebody else goes on with the run. */
  private static final class LostDesk extends RuntimeException {
    private static final long serialVersionUID = 1;

    LostDesk() {
      super("The run is somebody else's by now");
    }
  }

  /**
   * Works.
   *
   * @param mayGoOn asked before each page, and in a page between what goes at once
   * @return the run as it is then; when it has not ended, another goes on with it
   */
  CleanupRun work(BooleanSupplier mayGoOn) {
    try {
      giveUpWhatKills();
      while (!run.isThrough()) {
        if (!mayGoOn.getAsBoolean()) {
          return leave(clock.instant());
        }
        if (!turnPage(mayGoOn)) {
          return leave(clock.instant().plus(PAUSE));
        }
      }
      return end();
    } catch (LostDesk _) {
      LOG.warn("Clean-up {} is somebody else's by now", run.id());
      return run;
    }
  }

  /**
   * A page that takes its process down (memory, time) or holds it up for longer than a lease fails
   * without a word; without this, its run would never end.
   */
  private void giveUpWhatKills() {
    if (held.takeovers() > MAX_TAKEOVERS && !run.isThrough()) {
      LOG.error("Clean-up {} is at a page that no worker comes back from", run.id());
      giveUp("Its function ended or stood still there, several times.");
      save(clock.instant().plus(Desk.LEASE));
    }
  }

  private CleanupRun leave(Instant until) {
    save(until);
    return run;
  }

  private CleanupRun end() {
    CleanupRun ended = worked().ended(clock.instant());
    if (!desk.finish(held, ended)) {
      throw new LostDesk();
    }
    return ended;
  }

  private CleanupRun worked() {
    long here = Math.max(0, Duration.between(began, clock.instant()).toMillis());
    return run.worked(workedBefore + here);
  }

  /**
   * One page, to its end or as far as it may: what of it is gone is not found again.
   *
   * @return false when it failed, and is to be tried again later
   */
  private boolean turnPage(BooleanSupplier mayGoOn) {
    CleanupRun.Step step = run.current();
    var target = targets.find(step.target());
    if (target.isEmpty()) {
      giveUp("There is no such target any more.");
      return true;
    }
    try {
      erase(target.get());
      Page page = find(target.get(), step);
      if (remove(target.get(), page.found(), mayGoOn)) {
        run = page.next().map(run::at).orElseGet(run::atNextStep);
      }
      keep();
      return true;
    } catch (LostDesk e) {
      throw e;
    } catch (RuntimeException e) {
      return fail(step.target(), e);
    }
  }

  private Page find(CleanupTarget target, CleanupRun.Step step) {
    var scope = new Scope(held.tenant(), step.olderThan(), run.startedAt());
    Page page = target.find(scope, run.from());
    if (page.next().isPresent() && page.next().equals(run.from())) {
      throw new IllegalStateException(
          "Target %s would be at the same page for ever".formatted(step.target()));
    }
    return page;
  }

  /** Renewed when half of it is over: the index of what is due is written each time. */
  private Instant leaseUntil() {
    Instant now = clock.instant();
    return now.plus(Desk.LEASE.dividedBy(2)).isAfter(held.leaseUntil())
        ? now.plus(Desk.LEASE)
        : held.leaseUntil();
  }

  /** A run whose pages find nothing writes nothing, and is still somebody's. */
  private void keep() {
    Instant until = leaseUntil();
    if (until.isAfter(held.leaseUntil())) {
      save(until);
    }
  }

  private boolean fail(String target, RuntimeException e) {
    LOG.error("Clean-up {} failed at {}", run.id(), target, e);
    // What is written may be ahead of what is in memory: an answer may have been lost.
    State now = desk.read(held.tenant());
    if (now.turn() != held.turn()) {
      throw new LostDesk();
    }
    held = now;
    run = now.run().orElseThrow(LostDesk::new);
    outbox = now.outbox();
    // What lies in the outbox is found by nobody else: an outage is waited for.
    boolean outage = Outage.of(e).isPresent() || e instanceof HeadroomException.Unavailable;
    if (outage && clock.instant().isBefore(run.startedAt().plus(LONGEST_OUTAGE))) {
      return false;
    }
    if (!outage && run.failures() + 1 < MAX_FAILURES) {
      run = run.failedOnce();
      return false;
    }
    giveUp(
        outage
            ? "A service that it needs did not answer for a day."
            : "It failed several times; the log of the clean-up function says why, under %s."
                .formatted(run.id()));
    return true;
  }

  /**
   * What is in the outbox is not counted, since it may not be erased; and another target, which may
   * know other things by these names, never gets to see it.
   */
  private void giveUp(String why) {
    outbox = Outbox.EMPTY;
    run = run.givenUp(why);
  }

  /**
   * Removes what was found.
   *
   * @return false when there was no time for all of it
   */
  private boolean remove(CleanupTarget target, List<Overdue> found, BooleanSupplier mayGoOn) {
    if (run.dryRun()) {
      run = run.plus(found.stream().map(Overdue::gone).reduce(Tally.NONE, Tally::plus));
      return true;
    }
    Deque<Batch> batches = new ArrayDeque<>(Batch.of(found));
    while (!batches.isEmpty()) {
      Batch tooMuch = commit(batches.removeFirst());
      erase(target);
      tooMuch.halves().reversed().forEach(batches::addFirst);
      if (!batches.isEmpty() && !mayGoOn.getAsBoolean()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Until all of the batch is gone, but what is in use again.
   *
   * @return what is too much for the table at once just now, and nothing of which is gone; empty
   *     when that is none
   */
  private Batch commit(Batch batch) {
    Batch left = batch;
    while (!left.isEmpty()) {
      CleanupRun counted = worked().plus(left.tally());
      Outbox next = left.outbox();
      Instant until = leaseUntil();
      switch (desk.commit(held, counted, next, until, left.deletions())) {
        case Transaction.Done _ -> {
          held = held.written(counted, next, until);
          run = counted;
          outbox = next;
          return Batch.NONE;
        }
        case Transaction.Lost _ -> throw new LostDesk();
        case Transaction.Contended _ -> {
          if (left.size() == 1) {
            throw Desk.contended();
          }
          return left;
        }
        case Transaction.Refused refused -> {
          run = run.plus(left.keptOf(refused.changed()));
          left = left.without(refused);
        }
      }
    }
    return left;
  }

  private void erase(CleanupTarget target) {
    if (!outbox.isEmpty()) {
      target.erase(outbox.keys());
      run = run.plus(Tally.removedObjects(outbox.keys().size(), outbox.bytes()));
      outbox = Outbox.EMPTY;
    }
  }

  private void save(Instant until) {
    CleanupRun now = worked();
    if (!desk.save(held, now, outbox, until)) {
      throw new LostDesk();
    }
    held = held.written(now, outbox, until);
    run = now;
  }
}

package dev.headroom.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.store.Claim;
import dev.headroom.jobs.store.JobClaims;
import dev.headroom.jobs.store.Payloads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one claim while its work runs in another thread. Once a second it writes the progress, or
 * renews the lease when a third of it has gone, or else looks whether the claim still holds: so a
 * job that is cancelled stops within a second. A job that is done sooner costs no call.
 */
final class Supervision implements JobRun.Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration RENEWAL = JobClaims.LEASE.dividedBy(3);
  private static final int MAX_MESSAGE = 200;

  /** Why the work ended. */
  sealed interface Ending<T> {
    /** By itself. */
    record Done<T>(T work) implements Ending<T> {}

    /**
     * It was told to stop.
     *
     * @param obeyed whether it did
     */
    record Stopped<T>(Reason reason, boolean obeyed) implements Ending<T> {}
  }

  /** Why work is told to stop. */
  enum Reason {
    LOST,
    TIMED_OUT,
    /** The function's time is up, and the work has not yielded. */
    CUT_OFF
  }

  /** What the work has told of itself. */
  record Told(double fraction, String message) {}

  private final JobClaims claims;
  private final Payloads payloads;
  private final Claim.Granted claim;
  private final SliceTime time;
  private final AtomicInteger checkpoints = new AtomicInteger();
  private volatile Told latest;
  private Told written;
  private long renewedNanos = System.nanoTime();

  Supervision(JobClaims claims, Payloads payloads, Claim.Granted claim, SliceTime time) {
    this.claims = claims;
    this.payloads = payloads;
    this.claim = claim;
    this.time = time;
    this.latest = new Told(claim.job().progress(), "");
    this.written = latest;
  }

  @Override
  public void progress(double fraction, String message) {
    double bounded = Math.clamp(fraction, latest.fraction(), 1.0);
    latest = new Told(bounded, message.substring(0, Math.min(message.length(), MAX_MESSAGE)));
  }

  @Override
  public void save(ObjectNode checkpoint) throws InterruptedException {
    int number = checkpoints.incrementAndGet();
    if (!claims.save(claim, number, store(number, checkpoint))) {
      throw new InterruptedException("Job %s is not ours any more".formatted(claim.job().id()));
    }
  }

  /** Stores the checkpoint that the slice ends with. */
  Payload store(ObjectNode checkpoint) {
    return store(checkpoints.incrementAndGet(), checkpoint);
  }

  /** Writes a checkpoint where nobody else writes: what an older one points to stays as it was. */
  private Payload store(int number, ObjectNode checkpoint) {
    String name = "checkpoints/%d-%d".formatted(claim.job().fencingToken(), number);
    return payloads.save(JobFolder.of(claim.job()).key(name), checkpoint);
  }

  @Override
  public Duration timeLeft() {
    return time.untilYield();
  }

  /** What the work has told last. */
  Told told() {
    return latest;
  }

  /** Waits until the work has ended, or stops it. */
  <T> Ending<T> await(CompletableFuture<T> done, Future<?> running)
      throws InterruptedException, ExecutionException {
    try {
      while (true) {
        try {
          return new Ending.Done<>(done.get(pause().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
          Supplier<Ending<T>> lost = () -> stop(done, running, Reason.LOST);
          if (!time.untilTimeout().isPositive()) {
            return stop(done, running, Reason.TIMED_OUT);
          }
          if (!time.untilCut().isPositive()) {
            return stop(done, running, Reason.CUT_OFF);
          }
          if (!isKept()) {
            return lost.get();
          }
        }
      }
    } catch (InterruptedException e) {
      running.cancel(true);
      throw e;
    }
  }

  private Duration pause() {
    Duration next =
        time.untilTimeout().compareTo(time.untilCut()) < 0 ? time.untilTimeout() : time.untilCut();
    return next.compareTo(BEAT) < 0 ? next : BEAT;
  }

  private <T> Ending<T> stop(CompletableFuture<T> done, Future<?> running, Reason reason) {
    running.cancel(true);
    boolean obeyed;
    try {
      done.get(time.grace().toMillis(), TimeUnit.MILLISECONDS);
      obeyed = true;
    } catch (TimeoutException _) {
      obeyed = false;
    } catch (ExecutionException _) {
      obeyed = true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      obeyed = done.isDone();
    }
    return new Ending.Stopped<>(reason, obeyed);
  }

  private boolean isKept() {
    Told now = latest;
    try {
      if (!now.equals(written)) {
        boolean kept = claims.heartbeat(claim, now.fraction(), now.message());
        written = now;
        renewedNanos = System.nanoTime();
        return kept;
      }
      if (System.nanoTime() - renewedNanos >= RENEWAL.toNanos()) {
        boolean kept = claims.renewLease(claim);
        renewedNanos = System.nanoTime();
        return kept;
      }
      return claims.isHeld(claim);
    } catch (RuntimeException e) {
      // The lease is longer than an outage of some seconds; the next beat tries again.
      LOG.warn("The claim on job {} could not be looked at", claim.job().id(), e);
      return true;
    }
  }
}

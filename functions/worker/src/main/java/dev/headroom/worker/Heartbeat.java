package dev.headroom.worker;

import dev.headroom.jobs.Claim;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a claim while its job works: once a second it writes the progress, if there is any, or
 * renews the lease, when a third of it has gone. A job that is done within a second costs no write.
 */
final class Heartbeat implements JobRun.ProgressListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration RENEWAL = JobStore.LEASE.dividedBy(3);
  private static final int MAX_MESSAGE = 200;

  private record Progress(double fraction, String message) {
    static final Progress NONE = new Progress(0, "");
  }

  private final JobStore store;
  private final Claim.Granted claim;
  private final InstantSource clock;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Progress latest = Progress.NONE;
  private volatile boolean lost;

  private Heartbeat(JobStore store, Claim.Granted claim, InstantSource clock) {
    this.store = store;
    this.claim = claim;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("heartbeat-" + claim.job().id()).unstarted(this::beat);
  }

  static Heartbeat start(JobStore store, Claim.Granted claim, InstantSource clock) {
    var heartbeat = new Heartbeat(store, claim, clock);
    heartbeat.thread.start();
    return heartbeat;
  }

  @Override
  public void progress(double fraction, String message) {
    double bounded = Math.clamp(fraction, latest.fraction(), 1.0);
    latest = new Progress(bounded, message.substring(0, Math.min(message.length(), MAX_MESSAGE)));
  }

  /** What the job said it was doing, last. */
  String message() {
    return latest.message();
  }

  /** Another has the job by now, or it was taken back: whatever is done counts for nothing. */
  boolean isLost() {
    return lost;
  }

  /** Returns when no write is under way any more. */
  @Override
  public void close() {
    stopped.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    Progress written = Progress.NONE; // the job may have told some before this thread runs
    Instant renewed = clock.instant();
    try {
      while (!lost && !stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        Progress now = latest;
        boolean due = Duration.between(renewed, clock.instant()).compareTo(RENEWAL) >= 0;
        if (!now.equals(written) || due) {
          lost = !written(now);
          written = now;
          renewed = clock.instant();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean written(Progress progress) {
    try {
      return store.heartbeat(claim, progress.fraction(), progress.message());
    } catch (RuntimeException e) {
      // The lease is longer than an outage of some seconds; the next beat tries again.
      LOG.warn("A heartbeat of job {} was not written", claim.job().id(), e);
      return true;
    }
  }
}

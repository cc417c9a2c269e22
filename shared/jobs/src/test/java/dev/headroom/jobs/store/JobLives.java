package dev.headroom.jobs.store;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobId;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.NoObjects;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.Pool;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.statistics.CountedJobs;
import dev.headroom.jobs.statistics.QueueEvent;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Jobs to which everything happens that can: by the real store, in an order that a seed decides.
 * What happened by the minute is noted.
 */
public final class JobLives {
  private static final List<Priority> PRIORITIES = List.of(Priority.values());
  private static final Payload NOTHING =
      new Payloads(new NoObjects()).save("unused", Json.SNAKE_CASE.createObjectNode());

  private final CountedJobs counted;
  private final JobReader reader;
  private final JobClaims claims;
  private final JobTransitions transitions;
  private final Random random;
  private final List<String> tenants;
  private final List<String> ids = new ArrayList<>();
  private final Map<String, Claim.Granted> held = new HashMap<>();
  private final Map<Happened, Long> happened = new HashMap<>();

  /** What rows of minutes count. */
  public record Happened(String tenant, QueueEvent event, Priority priority, Instant minute) {}

  public JobLives(CountedJobs counted, Random random, List<String> tenants) {
    this.counted = counted;
    this.reader = counted.reader;
    this.claims = counted.claims;
    this.transitions = counted.transitions;
    this.random = random;
    this.tenants = List.copyOf(tenants);
  }

  public Map<Happened, Long> happened() {
    return happened;
  }

  public void step() {
    counted.clock.advance(Duration.ofMillis(random.nextInt(5) == 0 ? random.nextInt(40_000) : 7));
    if (ids.size() < 8 || random.nextInt(4) == 0) {
      submit(
          tenants.get(random.nextInt(tenants.size())), PRIORITIES.get(random.nextInt(4)), delay());
      return;
    }
    String id = ids.get(random.nextInt(ids.size()));
    reader
        .find(id)
        .ifPresent(
            job -> {
              switch (job.status()) {
                case PENDING -> whileItWaits(job);
                case RUNNING -> whileItRuns(Optional.ofNullable(held.get(id)).orElseThrow());
                case COMPLETED, CANCELLED -> afterItsEnd(job);
                case FAILED -> {
                  if (random.nextBoolean()) {
                    var _ = transitions.restart(job).orElseThrow();
                  } else {
                    afterItsEnd(job);
                  }
                }
              }
            });
  }

  public Job submit(String tenant, Priority priority, Duration delay) {
    Job job = pending(tenant, priority, delay);
    transitions.create(job, Optional.empty());
    ids.add(job.id());
    return job;
  }

  /** Jobs that are not submitted yet. */
  public List<Job> pending(int jobs, String tenant, Priority priority) {
    return Stream.generate(() -> pending(tenant, priority, Duration.ZERO)).limit(jobs).toList();
  }

  private Job pending(String tenant, Priority priority, Duration delay) {
    Submission wish =
        Submission.of("noop", Json.SNAKE_CASE.createObjectNode())
            .with(JobOptions.DEFAULT.withPriority(priority))
            .after(delay);
    return Job.pending(
        JobId.next(random), tenant, wish, Pool.GENERAL, counted.clock.instant(), NOTHING);
  }

  private Duration delay() {
    return switch (random.nextInt(5)) {
      case 0 -> Duration.ofSeconds(random.nextInt(900));
      case 1 -> Duration.ofSeconds(900 + random.nextInt(100_000));
      default -> Duration.ZERO;
    };
  }

  private void whileItWaits(Job job) {
    Instant now = counted.clock.instant();
    switch (random.nextInt(10)) {
      case 0 -> cancel(job);
      case 1 -> transitions.retry(FencedUpdate.unclaimed(job), "No worker.", now.plus(delay()));
      case 2 -> {
        if (transitions.fail(FencedUpdate.unclaimed(job), "No worker, again.")) {
          note(job, QueueEvent.FAILED);
        }
      }
      case 3 -> transitions.lookAgain(job, now.plusSeconds(60));
      default -> start(job);
    }
  }

  public Claim.Granted start(Job job) {
    var claim =
        (Claim.Granted) claims.claim(JobQueue.Message.of(job), "worker-" + random.nextInt());
    held.put(job.id(), claim);
    note(job, QueueEvent.STARTED);
    return claim;
  }

  private void whileItRuns(Claim.Granted claim) {
    switch (random.nextInt(9)) {
      case 0 -> claims.heartbeat(claim, random.nextDouble(), "Working");
      case 1 -> claims.renewLease(claim);
      case 2 -> {
        Job waiting = claims.endSlice(claim, NOTHING, 0.5, "Sliced").orElseThrow();
        var next =
            (Claim.Granted) claims.claim(JobQueue.Message.of(waiting), "w" + random.nextInt());
        held.put(waiting.id(), next);
      }
      case 3 ->
          transitions.retry(
              FencedUpdate.of(claim), "Once more.", counted.clock.instant().plus(delay()));
      case 4 -> {
        if (transitions.fail(FencedUpdate.of(claim), "No.")) {
          note(claim.job(), QueueEvent.FAILED);
        }
      }
      case 5 -> cancel(claim.job());
      default -> {
        counted.clock.advance(Duration.ofMillis((long) Math.exp(random.nextGaussian(7, 3))));
        complete(claim);
      }
    }
  }

  public void complete(Claim.Granted claim) {
    if (claims.complete(claim, NOTHING, "Done")) {
      note(claim.job(), QueueEvent.COMPLETED);
    }
  }

  private void cancel(Job job) {
    var _ = transitions.cancel(job).orElseThrow();
    note(job, QueueEvent.CANCELLED);
  }

  private void afterItsEnd(Job job) {
    if (random.nextInt(3) == 0) {
      if (job.id().hashCode() % 2 == 0) {
        counted.delete(job);
      } else {
        counted.remove(job);
      }
      ids.remove(job.id());
    }
  }

  private void note(Job job, QueueEvent event) {
    Instant minute = counted.clock.instant().truncatedTo(ChronoUnit.MINUTES);
    happened.merge(
        new Happened(job.tenant(), event, job.options().priority(), minute), 1L, Long::sum);
  }
}

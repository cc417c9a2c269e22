package dev.headroom.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.recovery.FailedAttempts;
import dev.headroom.jobs.recovery.FailedAttempts.Failure;
import dev.headroom.jobs.recovery.FailedAttempts.Sequel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Everything goes wrong at random: messages are lost, doubled, late and given up on, workers die
 * between two writes or go on after they have lost their job, queues are down. No job is lost, no
 * turn is had twice, and when the faults end, every job does.
 */
class JobFaultsTest {
  private static final int JOBS = 10;
  private static final int ROUNDS = 40;
  private static final int STEPS = 6;

  private static JobTable table;
  private static JobClaims claims;
  private static JobTransitions transitions;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<Job> jobs = new ArrayList<>();
  private int checkpoints;

  /** Includes the claims of workers that have died or have lost their job: those may still try. */
  private final List<Claim.Granted> granted = new ArrayList<>();

  private final Map<String, Integer> latestTurn = new HashMap<>();

  /** Whose worker was told so. */
  private final Set<String> completed = new HashSet<>();

  @BeforeAll
  static void open() {
    table = new JobTable();
    claims = table.claims;
    transitions = table.transitions;
  }

  @AfterAll
  static void close() {
    table.close();
  }

  @RepeatedTest(2)
  void whatever_goes_wrong_every_job_ends_and_none_is_done_twice() {
    table.clear();
    for (int i = 0; i < JOBS; i++) {
      Job job =
          table
              .aJob()
              .withMaxAttempts(1 + random.nextInt(4))
              .withDelay(Duration.ofMinutes(random.nextInt(3) == 0 ? 40 : 0))
              .withTimeout(Duration.ofMinutes(1 + random.nextInt(60)))
              .created();
      jobs.add(job);
      send(job);
    }
    List<Job> before = now();
    for (int i = 0; i < ROUNDS; i++) {
      for (int j = 0; j < STEPS; j++) {
        step();
      }
      List<Job> after = now();
      check(before, after);
      before = after;
    }
    allEnd();
  }

  private List<Job> now() {
    return jobs.stream().map(table::now).toList();
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  /** As one does who may die before. */
  private void send(Job job) {
    if (!oneIn(4)) {
      var _ = table.backend.queue().send(job);
    }
  }

  private void step() {
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> deliver();
      case 4, 5, 6, 7 -> work();
      case 8 -> table.clock.advance(Duration.ofSeconds(random.nextInt(120)));
      case 9 -> table.clock.advance(Duration.ofMinutes(oneIn(5) ? 200 : random.nextInt(10)));
      case 10 -> sweep();
      case 11 -> giveUpOnAMessage();
      case 12 -> byHand(table.now(any(jobs)));
      default -> {
        if (oneIn(2)) {
          table.queues.goDown();
        } else {
          table.queues.comeBack();
        }
      }
    }
  }

  /** Any message that was ever sent; so some come often, and some never. */
  private void deliver() {
    if (!table.queues.sent().isEmpty()) {
      claim(any(table.queues.sent()).message());
    }
  }

  private void claim(JobQueue.Message message) {
    if (claims.claim(message, "worker " + random.nextLong()) instanceof Claim.Granted claim) {
      Integer before = latestTurn.put(claim.job().id(), claim.job().fencingToken());
      assertThat(before == null ? 0 : before)
          .as("a turn of its own; seed %d", seed)
          .isLessThan(claim.job().fencingToken());
      granted.add(claim);
    }
  }

  private void work() {
    if (granted.isEmpty()) {
      return;
    }
    int recent = oneIn(3) ? granted.size() : Math.min(granted.size(), 5);
    Claim.Granted claim = granted.get(granted.size() - 1 - random.nextInt(recent));
    boolean kept =
        switch (random.nextInt(8)) {
          case 0, 1 -> claims.heartbeat(claim, random.nextDouble(), "working");
          case 2 -> claims.save(claim, ++checkpoints, JobTable.aPayload("saved"));
          case 3, 4 -> endSlice(claim);
          case 5 -> complete(claim);
          case 6 -> end(claim);
          default -> endAndDie(claim);
        };
    if (kept) {
      assertThat(claim.job().fencingToken())
          .as("whose turn it is; seed %d", seed)
          .isEqualTo(latestTurn.get(claim.job().id()));
    }
  }

  private boolean endSlice(Claim.Granted claim) {
    var waiting = claims.endSlice(claim, JobTable.aPayload("slice"), 0.5, "");
    waiting.ifPresent(this::send);
    return waiting.isPresent();
  }

  private boolean complete(Claim.Granted claim) {
    boolean done = claims.complete(claim, JobTable.aPayload("done"), "");
    if (done) {
      completed.add(claim.job().id());
    }
    return done;
  }

  private static boolean end(Claim.Granted claim) {
    return attempts().end(claim, Failure.transientOne("It rained.")) != Sequel.LOST;
  }

  private static boolean endAndDie(Claim.Granted claim) {
    table.queues.goDown();
    boolean ended = end(claim);
    table.queues.comeBack();
    return ended;
  }

  private void giveUpOnAMessage() {
    if (!table.queues.sent().isEmpty()) {
      var _ = attempts().deadLetter(any(table.queues.sent()).message());
    }
  }

  private void byHand(Job job) {
    if (oneIn(3)) {
      var _ = transitions.cancel(job);
    } else if (job.status() == JobStatus.FAILED) {
      transitions.restart(job).ifPresent(this::send);
    }
  }

  private static FailedAttempts attempts() {
    return table.backend.failedAttempts();
  }

  private static void sweep() {
    var _ = table.backend.sweep().run(() -> true);
  }

  private void check(List<Job> before, List<Job> after) {
    Map<String, Instant> due = table.due();
    for (int i = 0; i < JOBS; i++) {
      Job was = before.get(i);
      Job is = after.get(i);
      assertThat(is.fencingToken())
          .as("turn; seed %d", seed)
          .isGreaterThanOrEqualTo(was.fencingToken());
      assertThat(is.attempts()).as("seed %d", seed).isBetween(0, is.options().maxAttempts());
      assertThat(due.containsKey(is.id()))
          .as("%s is looked at; seed %d", is.status(), seed)
          .isEqualTo(!is.status().isFinal());
      if (was.status() == JobStatus.COMPLETED || was.status() == JobStatus.CANCELLED) {
        assertThat(is).as("seed %d", seed).isEqualTo(was);
      }
      if (completed.contains(is.id())) {
        assertThat(is.status()).as("seed %d", seed).isEqualTo(JobStatus.COMPLETED);
      }
      if (is.revision() == was.revision()) {
        assertThat(visible(is)).as("seed %d", seed).isEqualTo(visible(was));
      }
    }
  }

  private static List<Object> visible(Job job) {
    return List.of(
        job.status(),
        job.progress(),
        job.message(),
        job.attempts(),
        job.runAfter(),
        job.startedAt(),
        job.completedAt(),
        job.result(),
        job.errors());
  }

  /** From now on, nothing goes wrong any more; but what was lost is lost. */
  private void allEnd() {
    for (int round = 0; round < 100 && !table.due().isEmpty(); round++) {
      table.queues.clear();
      Instant next = table.due().values().stream().min(Instant::compareTo).orElseThrow();
      if (next.isAfter(table.clock.instant())) {
        table.clock.advance(Duration.between(table.clock.instant(), next).plusMillis(1));
      }
      sweep();
      granted.clear();
      table.queues.sent().forEach(sent -> claim(sent.message()));
      granted.forEach(claim -> assertThat(complete(claim)).as("seed %d", seed).isTrue());
    }
    assertThat(now().stream().map(Job::status).collect(Collectors.toSet()))
        .as("seed %d", seed)
        .allMatch(JobStatus::isFinal);
  }
}

package dev.headroom.cleanup.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.Cleanup;
import dev.headroom.cleanup.TestDeployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each condition of a lease by itself: whose writes count, and whose do not. */
class RunLeasesTest {
  private static final Outbox OUTBOX = new Outbox(List.of("a", "b"), 2);
  private static final TestDeployment DEPLOYMENT = new TestDeployment();
  private static final TenantStates STATES =
      new TenantStates(DEPLOYMENT.dynamoDb, DEPLOYMENT.where.table());
  private static final RunLeases LEASES =
      new RunLeases(DEPLOYMENT.dynamoDb, DEPLOYMENT.where.table(), DEPLOYMENT.clock, new Random(1));
  private static final CleanupRun RUN =
      DEPLOYMENT
          .backend()
          .cleanup()
          .run("a model", new Cleanup.Request(Optional.empty(), true, false), Instant.MAX);

  private final String tenant = TestDeployment.newTenant();
  private RunLease lease = begin(tenant);

  private static RunLease begin(String tenant) {
    return LEASES.begin(STATES.read(tenant), RUN, List.of()).orElseThrow();
  }

  @BeforeEach
  void aLeaseThatEndsNow() {
    lease = lease.endingAt(DEPLOYMENT.clock.instant());
  }

  private TenantState stored() {
    return STATES.read(tenant);
  }

  private Optional<RunLease> take() {
    return LEASES.take(tenant);
  }

  private static RunLease worked(RunLease by, long millis) {
    return by.with(RUN.worked(millis)).with(OUTBOX);
  }

  private static RunLease save(RunLease by, long millis) {
    return LEASES.save(worked(by, millis)).orElseThrow();
  }

  private static Optional<RunLease> trySave(RunLease by, long millis) {
    return LEASES.save(worked(by, millis));
  }

  private static WriteOutcome commit(RunLease by, long millis) {
    return LEASES.commit(worked(by, millis), List.of());
  }

  private static WriteOutcome finish(RunLease by) {
    return LEASES.finish(by, RUN);
  }

  @Test
  void a_write_is_known_for_ones_own_when_its_answer_was_lost() {
    save(lease, 7);

    assertThat(trySave(lease, 7)).isPresent();
    assertThat(stored().sequence()).isEqualTo(lease.sequence() + 1);
  }

  @Test
  void another_write_that_was_taken_for_failed_and_comes_late_is_not_taken_for_it() {
    save(lease, 7);

    assertThat(trySave(lease, 8)).isEmpty();
    assertThat(LEASES.save(worked(lease, 7).with(Outbox.EMPTY))).isEmpty();
    assertThat(stored().run()).hasValue(RUN.worked(7));
    assertThat(stored().outbox()).isEqualTo(OUTBOX);
  }

  @Test
  void a_late_copy_does_nothing_when_another_write_has_followed() {
    save(save(lease, 7), 8);

    assertThat(trySave(lease, 7)).isEmpty();
    assertThat(commit(lease, 9)).isInstanceOf(WriteOutcome.LeaseLost.class);
    assertThat(finish(lease)).isInstanceOf(WriteOutcome.LeaseLost.class);
    assertThat(stored().run()).hasValue(RUN.worked(8));
  }

  @Test
  void a_worker_whose_lease_was_taken_over_writes_nothing() {
    RunLease saved = save(lease, 7);
    RunLease other = take().orElseThrow();

    assertThat(trySave(saved, 8)).isEmpty();
    assertThat(commit(saved, 8)).isInstanceOf(WriteOutcome.LeaseLost.class);
    assertThat(finish(saved)).isInstanceOf(WriteOutcome.LeaseLost.class);
    assertThat(LEASES.reread(saved)).isEmpty();
    assertThat(commit(other, 9)).isInstanceOf(WriteOutcome.Committed.class);
    assertThat(stored().run()).hasValue(RUN.worked(9));
  }

  @Test
  void a_worker_whose_answer_was_lost_goes_on_from_what_is_stored() {
    DEPLOYMENT.clock.advance(Duration.ofMillis(5));
    assertThat(commit(lease, 9)).isInstanceOf(WriteOutcome.Committed.class);

    RunLease reread = LEASES.reread(lease).orElseThrow();

    assertThat(reread.sequence()).isEqualTo(lease.sequence() + 1);
    assertThat(reread.run()).isEqualTo(RUN.worked(9));
    assertThat(reread.outbox()).isEqualTo(OUTBOX);
    assertThat(reread.workedSince()).isEqualTo(lease.workedSince());
    assertThat(LEASES.save(reread)).isPresent();
  }

  @Test
  void a_run_is_taken_over_when_its_lease_is_over_and_not_before_and_by_one_worker() {
    assertThat(take()).isEmpty();
    DEPLOYMENT.clock.advance(RunLease.LENGTH.minusMillis(1));
    assertThat(take()).isEmpty();
    DEPLOYMENT.clock.advance(Duration.ofMillis(1));

    assertThat(take()).isPresent();
    assertThat(take()).isEmpty();
  }

  @Test
  void takeovers_are_counted_until_something_is_written() {
    for (int n = 1; n <= 3; n++) {
      DEPLOYMENT.clock.advance(RunLease.LENGTH);
      lease = take().orElseThrow();
      assertThat(lease.takeovers()).isEqualTo(n);
    }
    save(lease.endingAt(DEPLOYMENT.clock.instant()), 7);

    assertThat(stored().takeovers()).isZero();
    assertThat(take().orElseThrow().takeovers()).isEqualTo(1);
  }

  @Test
  void a_tenant_that_has_a_run_or_had_one_meanwhile_is_not_free() {
    TenantState free = STATES.read(TestDeployment.newTenant());
    RunLease begun = LEASES.begin(free, RUN, List.of()).orElseThrow();

    assertThat(LEASES.begin(free, RUN, List.of())).isEmpty();
    assertThat(LEASES.begin(STATES.read(free.tenant()), RUN, List.of())).isEmpty();
    assertThat(finish(begun)).isInstanceOf(WriteOutcome.Committed.class);
    assertThat(LEASES.begin(free, RUN, List.of())).isEmpty();
  }

  @Test
  void a_reset_that_something_was_counted_after_does_nothing_and_one_comes_after_another() {
    TenantState seen = stored();
    Instant now = DEPLOYMENT.clock.instant();
    var first = new Baseline(1, now, seen.totals());
    save(lease, 7);
    assertThat(STATES.reset(seen, first)).isFalse();

    TenantState later = stored();
    assertThat(STATES.reset(later, first)).isTrue();
    assertThat(STATES.reset(later, first)).isTrue(); // its answer was lost
    var another = new Baseline(1, now.plusSeconds(1), seen.totals());
    assertThat(STATES.reset(later, another)).isFalse();
    assertThat(stored().baseline().epoch()).isEqualTo(1);
  }

  @Test
  void an_ended_run_leaves_nothing_in_the_state_but_what_it_did() {
    RunLease saved = save(lease, 7);
    DEPLOYMENT.clock.advance(Duration.ofSeconds(1));
    RunLease taken = take().orElseThrow();

    assertThat(LEASES.finish(taken, RUN.worked(8))).isInstanceOf(WriteOutcome.Committed.class);

    assertThat(stored().run()).isEmpty();
    assertThat(stored().outbox()).isEqualTo(Outbox.EMPTY);
    assertThat(stored().takeovers()).isZero();
    assertThat(stored().leaseUntil()).isEqualTo(Instant.EPOCH);
    assertThat(stored().totals().completed()).isEqualTo(1);
    assertThat(finish(saved)).isInstanceOf(WriteOutcome.LeaseLost.class);
  }

  @Test
  void work_is_counted_from_where_the_worker_before_left_it_and_never_runs_back() {
    RunLease saved = save(lease, 7_000);
    DEPLOYMENT.clock.advance(Duration.ofMinutes(1));
    RunLease taken = take().orElseThrow();
    Instant now = DEPLOYMENT.clock.instant();

    assertThat(taken.run()).isEqualTo(saved.run());
    assertThat(taken.worked(now.plusSeconds(2)).run().workedMillis()).isEqualTo(9_000);
    assertThat(taken.worked(now.minusSeconds(2)).run().workedMillis()).isEqualTo(7_000);
  }

  @Test
  void a_lease_is_renewed_when_half_of_it_is_over() {
    Instant end = DEPLOYMENT.clock.instant().plus(RunLease.LENGTH);
    RunLease held = lease.endingAt(end);
    Instant half = end.minus(RunLease.LENGTH.dividedBy(2));

    assertThat(held.renewedIfDue(half).until()).isEqualTo(end);
    assertThat(held.renewedIfDue(half.plusMillis(1)).until())
        .isEqualTo(half.plusMillis(1).plus(RunLease.LENGTH));
  }
}

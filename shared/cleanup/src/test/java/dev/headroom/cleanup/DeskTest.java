package dev.headroom.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.Desk.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose writes count at a desk: each of its fences by itself. */
class DeskTest {
  private static final Outbox OUTBOX = new Outbox(List.of("a", "b"), 2);
  private static CleanupWorld world;
  private static Desk desk;
  private static CleanupRun run;
  private static int tenants;
  private State held = read("nobody");
  private Instant until = Instant.EPOCH;

  @BeforeAll
  static void open() {
    world = new CleanupWorld();
    desk = new Desk(world.dynamoDb, world.where.table(), world.clock, new Random(1));
    run =
        world
            .backend()
            .cleanup()
            .run("a model", new Cleanup.Request(Optional.empty(), true, false), Instant.MAX);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static State read(String tenant) {
    return desk.read(tenant);
  }

  @BeforeEach
  void aRunUnderWay() {
    held = desk.begin(read("tenant-" + ++tenants), run, List.of()).orElseThrow();
    until = world.clock.instant();
  }

  private State now() {
    return read(held.tenant());
  }

  private State save(State by, long millis) {
    CleanupRun progressed = run.worked(millis);
    assertThat(desk.save(by, progressed, OUTBOX, until)).isTrue();
    return by.written(progressed, OUTBOX, until);
  }

  private Transaction commit(State by, long millis) {
    return desk.commit(by, run.worked(millis), Outbox.EMPTY, until, List.of());
  }

  @Test
  void a_write_is_known_for_ones_own_when_its_answer_was_lost() {
    save(held, 7);

    assertThat(desk.save(held, run.worked(7), OUTBOX, until)).isTrue();
    assertThat(now().sequence()).isEqualTo(held.sequence() + 1);
  }

  @Test
  void another_write_that_was_taken_for_failed_and_comes_late_is_not_taken_for_it() {
    save(held, 7);

    assertThat(desk.save(held, run.worked(8), OUTBOX, until)).isFalse();
    assertThat(desk.save(held, run.worked(7), Outbox.EMPTY, until)).isFalse();
    assertThat(now().run()).hasValue(run.worked(7));
    assertThat(now().outbox()).isEqualTo(OUTBOX);
  }

  @Test
  void a_late_copy_does_nothing_when_another_write_has_followed() {
    save(save(held, 7), 8);

    assertThat(desk.save(held, run.worked(7), OUTBOX, until)).isFalse();
    assertThat(commit(held, 9)).isInstanceOf(Transaction.Lost.class);
    assertThat(desk.finish(held, run)).isFalse();
    assertThat(now().run()).hasValue(run.worked(8));
  }

  @Test
  void who_was_relieved_writes_nothing() {
    State left = save(held, 7);
    State other = desk.take(held.tenant()).orElseThrow();

    assertThat(desk.save(left, run.worked(8), OUTBOX, until)).isFalse();
    assertThat(commit(left, 8)).isInstanceOf(Transaction.Lost.class);
    assertThat(desk.finish(left, run)).isFalse();
    assertThat(commit(other, 9)).isInstanceOf(Transaction.Done.class);
    assertThat(now().run()).hasValue(run.worked(9));
  }

  @Test
  void a_run_is_taken_over_when_its_lease_is_over_and_not_before_and_by_one() {
    assertThat(desk.take(held.tenant())).isEmpty();
    world.clock.advance(Desk.LEASE.minusMillis(1));
    assertThat(desk.take(held.tenant())).isEmpty();
    world.clock.advance(Duration.ofMillis(1));

    assertThat(desk.take(held.tenant())).isPresent();
    assertThat(desk.take(held.tenant())).isEmpty();
  }

  @Test
  void takeovers_are_counted_until_something_is_written() {
    for (int n = 1; n <= 3; n++) {
      world.clock.advance(Desk.LEASE);
      held = desk.take(held.tenant()).orElseThrow();
      assertThat(held.takeovers()).isEqualTo(n);
    }
    save(held, 7);

    assertThat(now().takeovers()).isZero();
    assertThat(desk.take(held.tenant()).orElseThrow().takeovers()).isEqualTo(1);
  }

  @Test
  void a_desk_at_which_a_run_is_under_way_or_has_been_meanwhile_is_not_free() {
    State free = read("another-" + tenants);
    State begun = desk.begin(free, run, List.of()).orElseThrow();

    assertThat(desk.begin(free, run, List.of())).isEmpty();
    assertThat(desk.begin(begun, run, List.of())).isEmpty();
    assertThat(desk.finish(begun, run)).isTrue();
    assertThat(desk.begin(free, run, List.of())).isEmpty();
  }

  @Test
  void a_reset_that_something_was_counted_after_does_nothing_and_one_comes_after_another() {
    State seen = now();
    var first = new Desk.Baseline(1, until, seen.totals());
    save(held, 7);
    assertThat(desk.reset(seen, first)).isFalse();

    State later = now();
    assertThat(desk.reset(later, first)).isTrue();
    assertThat(desk.reset(later, first)).isTrue(); // its answer was lost
    var another = new Desk.Baseline(1, until.plusSeconds(1), seen.totals());
    assertThat(desk.reset(later, another)).isFalse();
    assertThat(now().baseline().epoch()).isEqualTo(1);
  }

  @Test
  void an_ended_run_leaves_nothing_at_its_desk_but_what_it_did() {
    State saved = save(held, 7);
    world.clock.advance(Duration.ofSeconds(1));
    State taken = desk.take(held.tenant()).orElseThrow();

    assertThat(desk.finish(taken, run.worked(8))).isTrue();

    assertThat(now().run()).isEmpty();
    assertThat(now().outbox()).isEqualTo(Outbox.EMPTY);
    assertThat(now().takeovers()).isZero();
    assertThat(now().leaseUntil()).isEqualTo(Instant.EPOCH);
    assertThat(now().totals().completed()).isEqualTo(1);
    assertThat(desk.finish(saved, run)).isFalse();
  }
}

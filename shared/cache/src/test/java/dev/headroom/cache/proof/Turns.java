package dev.headroom.cache.proof;

import dev.headroom.redis.RedisUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says who does what next. One thing happens at a time, but operations lie within each other:
 * others go on while a loader loads, and between any two commands that an operation sends to Redis.
 */
final class Turns {
  private static final int MAX_DEPTH = 3;

  /** What a process does when it is its turn. */
  @FunctionalInterface
  interface Operation {
    void by(Member member) throws RedisUnavailable;
  }

  private final List<Member> members;
  private final Universe universe;
  private final Chance chance;
  private final Story story;
  private final HistoryCounts tally;
  private final List<Operation> operations = new ArrayList<>();
  private @Nullable Throwable failure;

  Turns(List<Member> members, Universe universe, Chance chance, Story story, HistoryCounts tally) {
    this.members = members;
    this.universe = universe;
    this.chance = chance;
    this.story = story;
    this.tally = tally;
  }

  /** An operation is drawn so often of all the shares there are. */
  void share(int share, Operation operation) {
    operations.addAll(Collections.nCopies(share, operation));
  }

  /** One turn, and whatever comes to lie within it. */
  void next() {
    tally.steps++;
    take();
    if (failure != null) {
      throw new AssertionError(failure.getMessage(), failure);
    }
  }

  /** Others have their turns while somebody is busy with something else than Redis. */
  void meanwhile() {
    while (mayNest() && chance.below(5) < 2) {
      take();
    }
  }

  /** Others may have a turn between a process and Redis. */
  void between(String when, Member member, String verb) {
    if (mayNest() && chance.oneIn(20)) {
      member.calling = true;
      story.note("  %s %s of process %d:".formatted(when, verb, member.number()));
      take();
      // A slow answer: the operation goes on in another time than it began.
      universe.pass(chance.oneIn(4) ? chance.millisBelow(1_500) : Duration.ZERO);
      member.calling = false;
    }
  }

  private boolean mayNest() {
    return story.depth() < MAX_DEPTH && failure == null;
  }

  private void take() {
    List<Member> free = members.stream().filter(member -> !member.calling).toList();
    if (!free.isEmpty()) {
      operate(chance.oneOf(free));
    }
  }

  private void operate(Member member) {
    boolean wasFaulty = member.faulty;
    member.faulty = false;
    story.deeper();
    tally.operations++;
    if (story.depth() > 1) {
      tally.nested++;
    }
    try {
      chance.oneOf(operations).by(member);
    } catch (Source.Failed _) {
      story.note("  the source failed");
    } catch (RuntimeException | RedisUnavailable | AssertionError e) {
      failure = failure == null ? e : failure;
    } finally {
      story.back();
      member.faulty |= wasFaulty;
    }
  }
}

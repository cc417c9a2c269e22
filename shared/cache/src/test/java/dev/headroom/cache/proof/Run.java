package dev.headroom.cache.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.proof.Gate.Fate;
import dev.headroom.cache.statistics.NamespaceStatistics;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One made-up history: who takes part, how often each thing happens, and what holds at its end. */
final class Run {
  private final Universe universe = new Universe();
  private final Story story = new Story(universe);
  private final List<Member> members = new ArrayList<>();
  private final Redis raw;
  private final Chance chance;
  private final Turns turns;
  private final Leases leases;
  private final Faults faults;

  /** What happened, in numbers. */
  final HistoryCounts tally = new HistoryCounts();

  /**
   * Begins one.
   *
   * @param processes their connections
   * @param raw another one, for what befalls Redis
   */
  Run(long seed, List<Redis> processes, Redis raw) {
    var random = new Random(seed);
    this.raw = raw;
    this.chance = new Chance(random);
    for (Redis redis : processes) {
      members.add(new Member(members.size(), universe, redis, chance.staleness(), random));
    }
    this.turns = new Turns(members, universe, chance, story, tally);
    this.leases = new Leases(raw, universe, chance);
    this.faults = new Faults(turns, leases, chance, story, tally);
    shareTurns();
  }

  private void shareTurns() {
    var chronicle = new Chronicle(universe::look);
    var certainties = new Certainties();
    var reads = new Reads(chronicle, certainties, chance, story, tally);
    var source = new Source(turns, universe, chronicle, certainties, chance, story, tally);
    var loads = new Loads(reads, source, leases, chance, story);
    var puts = new Puts(chronicle, certainties, chance, story);
    var removals = new Removals(chronicle, certainties, chance, story);
    var evictions = new Evictions(raw, chronicle, certainties, chance, story, tally);
    turns.share(12, reads::get);
    turns.share(6, reads::getAll);
    turns.share(24, loads::load);
    turns.share(10, loads::loadAll);
    turns.share(12, puts::put);
    turns.share(6, removals::remove);
    turns.share(8, removals::invalidateTags);
    turns.share(8, removals::invalidatePrefix);
    turns.share(2, removals::clear);
    turns.share(5, _ -> evictions.evict());
    turns.share(1, _ -> evictions.empty());
    turns.share(6, this::disturbClocks);
  }

  private void disturbClocks(Member member) {
    story.note(member, "its clocks are disturbed");
    member.disturb();
  }

  Universe universe() {
    return universe;
  }

  List<String> story() {
    return story.lines();
  }

  /** Between a command and Redis. */
  Fate judge(int process, String verb) {
    return faults.judge(members.get(process), verb);
  }

  /** Between an answer and its process. */
  void done(int process, String verb) {
    faults.done(members.get(process), verb);
  }

  void run(int steps) throws RedisUnavailable {
    raw.call(commands -> commands.flushall());
    for (int i = 0; i < steps; i++) {
      long before = tally.faults;
      turns.next();
      leases.check(before != tally.faults);
      pause();
    }
    faults.end();
    universe.pass(Duration.ofSeconds(2));
    for (Member member : members) {
      checkCounts(member);
    }
  }

  private void pause() {
    switch (chance.below(8)) {
      case 0 -> universe.pass(chance.millisBelow(400));
      case 1 -> universe.pass(Duration.ofMillis(900).plus(chance.millisBelow(300)));
      case 2 -> universe.pass(Duration.ofMillis(1).plus(chance.millisBelow(20)));
      default -> {
        // At once.
      }
    }
  }

  /** Each read is counted once, as a hit or as a miss. */
  private void checkCounts(Member member) throws RedisUnavailable {
    raw.call(commands -> commands.flushall());
    Map<String, NamespaceStatistics> counted =
        member.statistics().of(Member.TENANT).orElseThrow().namespaces();
    long requests = counted.values().stream().mapToLong(NamespaceStatistics::requests).sum();
    assertThat(requests)
        .as("reads that process %d counted: %s", member.number(), counted)
        .isEqualTo(member.reads);
  }
}

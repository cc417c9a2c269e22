package dev.headroom.cache.proof;

import dev.headroom.cache.proof.Gate.Fate;

/** What goes wrong between the processes and Redis: single commands, and outages. */
final class Faults {
  private final Turns turns;
  private final Leases leases;
  private final Chance chance;
  private final Story story;
  private final HistoryCounts tally;
  private int outage;
  private boolean over;

  Faults(Turns turns, Leases leases, Chance chance, Story story, HistoryCounts tally) {
    this.turns = turns;
    this.leases = leases;
    this.chance = chance;
    this.story = story;
    this.tally = tally;
  }

  /** Between a command and Redis. */
  Fate judge(Member member, String verb) {
    if (over) {
      return Fate.ANSWERED;
    }
    turns.between("before", member, verb);
    Fate fate = fate();
    if (fate != Fate.ANSWERED) {
      story.note("  %s of process %d is %s".formatted(verb, member.number(), fate));
      member.fault();
      leases.orphan(member);
      tally.faults++;
    }
    return fate;
  }

  /** Between an answer and its process. */
  void done(Member member, String verb) {
    if (!over) {
      turns.between("after", member, verb);
    }
  }

  /** From now on all goes well, and nothing happens in between. */
  void end() {
    over = true;
  }

  private Fate fate() {
    if (outage > 0) {
      outage--;
      return Fate.LOST;
    }
    return switch (chance.below(150)) {
      case 0, 1, 2 -> Fate.LOST;
      case 3, 4, 5 -> Fate.UNANSWERED;
      case 6 -> {
        outage = chance.below(8);
        yield Fate.LOST;
      }
      default -> Fate.ANSWERED;
    };
  }
}

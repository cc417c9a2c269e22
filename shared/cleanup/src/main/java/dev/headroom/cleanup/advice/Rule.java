package dev.headroom.cleanup.advice;

import java.util.List;

/** Finds one kind of fault in schedules, and gives no advice unless the runs prove it. */
sealed interface Rule permits Failing, Growing, Idle, Overfull, Overlapping, Slow {
  /** How many runs a rule needs: fewer may be chance. */
  int LEAST_RUNS = 5;

  /** How much storage an advice must save. */
  long LEAST_BYTES = 10_000_000;

  /** How much work an advice must save in 30 days. */
  double LEAST_SECONDS = 1;

  /** Returns the advice that the observations prove; empty when there is none. */
  List<Advice> advise(Observations seen);
}

package dev.headroom.cleanup.advice;

import java.util.List;

/** One thing that may be wrong with schedules. Says nothing unless the runs prove it. */
sealed interface Rule permits Failing, Growing, Idle, Overfull, Overlapping, Slow {
  /** So few runs are chance. */
  int LEAST_RUNS = 5;

  /** Who has less to gain is left in peace. */
  long LEAST_BYTES = 10_000_000;

  /** In 30 days. */
  double LEAST_SECONDS = 1;

  List<Advice> advise(Observations seen);
}

package dev.headroom.cleanup.advice;

/** The kinds of advice by the fault they mend, faults that break something first. */
public enum Kind {
  /** A target fails in each run. */
  FAILING,
  /** A run takes longer than the time to the next. */
  SLOW,
  /** Another schedule always removes the same entries before. */
  OVERLAPPING,
  /** Much is overdue between two runs. */
  OVERFULL,
  /** Nearly all runs find nothing. */
  IDLE,
  /** More and more becomes overdue of a target. */
  GROWING
}

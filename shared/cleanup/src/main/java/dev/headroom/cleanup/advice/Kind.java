package dev.headroom.cleanup.advice;

/** What is wrong with a schedule, what is broken first. */
public enum Kind {
  /** A target fails time after time. */
  FAILING,
  /** A run takes longer than the time to the next. */
  SLOW,
  /** Another schedule always comes first. */
  OVERLAPPING,
  /** Much lies overdue between two runs. */
  OVERFULL,
  /** Nearly all runs find nothing. */
  IDLE,
  /** More and more comes up of a target. */
  GROWING
}

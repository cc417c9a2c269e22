package dev.headroom.jobs;

/** What came of the wish to work on a job. */
public sealed interface Claim {
  /**
   * The right to work on it: its turn is the fencing token that every later write is conditioned
   * on.
   *
   * @param job as it was when it was claimed
   */
  record Granted(Job job) implements Claim {}

  /** It was another message's turn: the job has ended, or somebody has it or had it. */
  record NothingToDo() implements Claim {}
}

package dev.headroom.jobs;

/** What came of the wish to work on a job. */
public sealed interface Claim {
  /**
   * The right to work on it: its attempt is the fencing token that every later write is conditioned
   * on.
   *
   * @param job as it was when it was claimed
   */
  record Granted(Job job) implements Claim {
    int token() {
      return job.attempts();
    }
  }

  /** A worker has it, and its lease holds. Should that worker die, the job must be tried again. */
  record HeldByAnother() implements Claim {}

  /** It has ended, or there is no such job. */
  record NothingToDo() implements Claim {}
}

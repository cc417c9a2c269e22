package dev.headroom.worker.faults;

import java.util.List;

/** What can go wrong, and how it is told in the end. */
enum Fault {
  UNREACHED("calls that did not arrive, and were repeated", 0.12),
  ANSWER_LOST("calls whose answer was lost, and that were repeated", 0.12),
  THROTTLED("calls that were throttled", 0.03),
  FAILED_BEFORE("calls that failed for good and were not made", 0.05),
  FAILED_AFTER("calls that failed for good and were made", 0.05),
  LATE_COPY("calls that were repeated, and arrived once more much later", 0.08),
  SLOW("slow calls", 0.1),
  FROZEN("machines that stood still at a call, and went on much later", 0.03),
  DIED("machines that died at a call", 0.01),
  CLOCK_JUMPED("clocks that jumped", 0.01),
  CLOCK_WRONG("machines whose clock was wrong from the start", 0.15),
  MESSAGE_LATE("messages that came late", 0.2),
  MESSAGE_TWICE("messages that came twice", 0.2),
  MESSAGE_LOST("messages that were lost", 0.2),
  MESSAGE_DEAD("messages that became dead letters", 0.1);

  static final List<Fault> OF_CALLS =
      List.of(
          UNREACHED,
          ANSWER_LOST,
          THROTTLED,
          FAILED_BEFORE,
          FAILED_AFTER,
          LATE_COPY,
          SLOW,
          FROZEN,
          DIED,
          CLOCK_JUMPED);

  static final List<Fault> OF_MESSAGES =
      List.of(MESSAGE_LATE, MESSAGE_TWICE, MESSAGE_LOST, MESSAGE_DEAD);

  final String plural;

  /** Of a call, or of a message, in the worst weather. */
  final double highestRate;

  Fault(String plural, double highestRate) {
    this.plural = plural;
    this.highestRate = highestRate;
  }
}

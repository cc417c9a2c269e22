package dev.headroom.cleanup.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recommendation, with its evidence and its estimates.
 *
 * @param kind the fault that it mends
 * @param schedule the name of the schedule
 * @param target the name of the target; null when it is about all targets of the schedule
 * @param recommendation what to do, in sentences
 * @param evidence what the runs show, in sentences with numbers
 * @param formula how the estimates are made, with the numbers in it: {@code storage: … = … bytes},
 *     {@code work: … = … s}, or both with a semicolon between them; null when nothing is estimated
 * @param storageBytes how much less is stored on average; negative when it is more, null when it is
 *     not about storage
 * @param processingSeconds how much less is worked in 30 days; negative when it is more, null when
 *     it is not about work
 */
public record Advice(
    Kind kind,
    String schedule,
    @Nullable String target,
    String recommendation,
    String evidence,
    @Nullable String formula,
    @Nullable Long storageBytes,
    @Nullable Double processingSeconds) {
  /** How many recommendations are given at most. */
  public static final int MOST = 20;

  /** Advice of an earlier rule forbids advice of a later one that contradicts it. */
  private static final List<Rule> RULES =
      List.of(
          new Failing(), new Overlapping(), new Slow(), new Overfull(), new Idle(), new Growing());

  private static final Comparator<Advice> MOST_SAVING_FIRST =
      Comparator.comparingInt((Advice one) -> one.isOfSomethingBroken() ? 0 : 1)
          .thenComparing(Advice::bytesOrNone, Comparator.reverseOrder())
          .thenComparing(Advice::secondsOrNone, Comparator.reverseOrder())
          .thenComparing(Advice::schedule)
          .thenComparing(Advice::targetOrAll);

  /**
   * Returns advice for a tenant's schedules: first on what is broken, then by the storage and by
   * the work that it saves. There are at most {@link #MOST}, and none when the runs are too few.
   */
  public static List<Advice> of(Observations observations) {
    List<Advice> given = new ArrayList<>();
    for (Rule rule : RULES) {
      rule.advise(observations).stream()
          .filter(one -> given.stream().noneMatch(other -> other.forbids(one)))
          .toList()
          .forEach(given::add);
    }
    return given.stream().sorted(MOST_SAVING_FIRST).limit(MOST).toList();
  }

  /** Returns whether a later advice is useless or wrong for whoever follows this one. */
  private boolean forbids(Advice later) {
    if (!schedule.equals(later.schedule)) {
      return false;
    }
    return switch (kind) {
      // What a failing target holds, and what it costs, is not known until it works again.
      case FAILING ->
          switch (later.kind) {
            case FAILING, OVERLAPPING -> false;
            case SLOW, OVERFULL, IDLE, GROWING -> true;
          };
      // A schedule or a target that is removed is not changed.
      case OVERLAPPING ->
          later.kind != Kind.OVERLAPPING && (target == null || target.equals(later.target));
      // There is one advice on an interval.
      case SLOW, OVERFULL ->
          switch (later.kind) {
            case SLOW, OVERFULL, IDLE -> true;
            case FAILING, OVERLAPPING, GROWING -> false;
          };
      // No shorter retention where hardly anything is found.
      case IDLE -> true;
      case GROWING -> false;
    };
  }

  private boolean isOfSomethingBroken() {
    return kind == Kind.FAILING || kind == Kind.SLOW;
  }

  private long bytesOrNone() {
    return storageBytes == null ? 0 : storageBytes;
  }

  private double secondsOrNone() {
    return processingSeconds == null ? 0 : processingSeconds;
  }

  private String targetOrAll() {
    return target == null ? "" : target;
  }
}

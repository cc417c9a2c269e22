package dev.headroom.cleanup.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recommendation, with what it is made of.
 *
 * @param kind what is wrong
 * @param schedule whose it is
 * @param target of which target it speaks; null when of all
 * @param recommendation what to do, as plain sentences
 * @param evidence what was seen in the runs, as plain sentences with their numbers
 * @param formula how the estimates are made, with the numbers in it: {@code storage: … = … bytes},
 *     {@code work: … = … s}, or both with a semicolon between them; null when nothing is estimated
 * @param storageBytes less that lies about, on the average; negative when it is more, null when it
 *     is not about storage
 * @param processingSeconds less work in 30 days; negative when it is more, null when it is not
 *     about work
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
  /** No more are given: who has followed these asks again. */
  public static final int MOST = 20;

  /** What comes sooner forbids what comes later and contradicts it. */
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
   * What a tenant's schedules and runs say: what is broken first, then what saves the most storage,
   * then what saves the most work. At most {@link #MOST}; none when the runs are too few to tell.
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

  /** Whether this one is of no use, or wrong, for who follows the other. */
  private boolean forbids(Advice later) {
    if (!schedule.equals(later.schedule)) {
      return false;
    }
    return switch (kind) {
      // What a failing target has, and what it costs, is not known until it is mended.
      case FAILING ->
          switch (later.kind) {
            case FAILING, OVERLAPPING -> false;
            case SLOW, OVERFULL, IDLE, GROWING -> true;
          };
      // A schedule that goes is not changed; a target that goes is not either.
      case OVERLAPPING ->
          later.kind != Kind.OVERLAPPING && (target == null || target.equals(later.target));
      // One interval, one advice; and no shorter retention where hardly anything comes up.
      case SLOW, OVERFULL ->
          switch (later.kind) {
            case SLOW, OVERFULL, IDLE -> true;
            case FAILING, OVERLAPPING, GROWING -> false;
          };
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

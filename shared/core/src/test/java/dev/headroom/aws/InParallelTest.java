package dev.headroom.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InParallelTest {
  private static final int CALLS = 12;

  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  /** Calls that each wait until so many of them run. */
  private List<Callable<Integer>> callsThatMeet(int together) {
    var meeting = new CyclicBarrier(together);
    return IntStream.range(0, CALLS)
        .<Callable<Integer>>mapToObj(
            number ->
                () -> {
                  mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
                  meeting.await(10, TimeUnit.SECONDS);
                  running.decrementAndGet();
                  return number;
                })
        .toList();
  }

  @Test
  void all_run_at_once_and_answer_in_their_order() {
    assertThat(InParallel.all(callsThatMeet(CALLS)))
        .isEqualTo(IntStream.range(0, CALLS).boxed().toList());
  }

  @Test
  void no_more_than_the_bound_run_at_once() {
    assertThat(InParallel.all(callsThatMeet(3), 3))
        .isEqualTo(IntStream.range(0, CALLS).boxed().toList());

    assertThat(mostAtOnce).hasValue(3);
  }

  @Test
  void the_first_failure_is_thrown_as_it_is_when_all_have_ended() {
    var known = new UnsupportedOperationException("the first");
    var ended = new AtomicInteger();
    List<Callable<Integer>> calls =
        List.of(
            ended::incrementAndGet,
            () -> {
              throw known;
            },
            () -> {
              throw new IllegalArgumentException("the second");
            },
            ended::incrementAndGet);

    assertThatThrownBy(() -> InParallel.all(calls)).isSameAs(known);
    assertThatThrownBy(() -> InParallel.all(calls, 1)).isSameAs(known);
    assertThat(ended).hasValue(4);
  }

  @Test
  void at_least_one_runs_at_a_time() {
    assertThatThrownBy(() -> InParallel.all(List.of(() -> 1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

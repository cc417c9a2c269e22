package dev.headroom.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class InvocationsTest {
  private static final int THREADS = 32;
  private static final int CALLS = 50;

  private final Queue<Invocation.Ended> ended = new ConcurrentLinkedQueue<>();
  private final AtomicInteger flushed = new AtomicInteger();
  private final Invocations invocations =
      new Invocations(List.of(flushed::incrementAndGet), List.of(ended::add));

  private String call(String id) {
    return invocations.run(
        new TestContext("request " + id),
        id,
        invocation -> {
          invocation.about(new Invocation.Subject.Route("GET /" + id, 200));
          return Optional.ofNullable(MDC.get("trace_id")).orElse("none");
        });
  }

  @Test
  void thirty_two_threads_at_once_have_each_its_own_trace_id_and_are_each_told() throws Exception {
    var together = new CyclicBarrier(THREADS);
    List<Callable<List<String>>> callers = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      String name = thread + "-";
      callers.add(
          () -> {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
              together.await();
              seen.add(call(name + i));
            }
            return seen;
          });
    }
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<List<String>>> all = threads.invokeAll(callers);
      for (int thread = 0; thread < THREADS; thread++) {
        String name = thread + "-";
        assertThat(all.get(thread).get())
            .isEqualTo(IntStream.range(0, CALLS).mapToObj(i -> name + i).toList());
      }
    }

    assertThat(flushed).hasValue(THREADS * CALLS);
    assertThat(ended).hasSize(THREADS * CALLS);
    assertThat(ended)
        .allSatisfy(
            one ->
                assertThat(one.subject())
                    .hasValue(new Invocation.Subject.Route("GET /" + one.traceId(), 200)));
    assertThat(MDC.get("trace_id")).isNull();
  }

  @Test
  void work_that_throws_is_told_as_failed_after_the_flush() {
    assertThatThrownBy(
            () ->
                invocations.run(
                    new TestContext("request"),
                    "trace",
                    _ -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");

    assertThat(flushed).hasValue(1);
    assertThat(ended).singleElement().extracting(Invocation.Ended::failed).isEqualTo(true);
  }

  @Test
  void an_observer_or_a_flush_that_throws_fails_nothing() {
    var careless =
        new Invocations(
            List.of(
                () -> {
                  throw new IllegalStateException("not flushed");
                }),
            List.of(
                _ -> {
                  throw new IllegalStateException("not told");
                },
                ended::add));

    String answer = careless.run(new TestContext("request"), "trace", _ -> "done");

    assertThat(answer).isEqualTo("done");
    assertThat(ended).hasSize(1);
  }
}

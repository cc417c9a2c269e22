package dev.headroom.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The AWS calls that durable jobs cannot do without, and nothing else, in loops against the same
 * engines: no HTTP of ours, no validation, no supervision, no events, no logs and no metrics.
 */
final class Floor {
  private static final int SUBMITTERS = 4;
  private static final int BATCH = 100;

  /** Receives in sequence that bring nothing, of a second each. */
  private static final int MAX_IN_VAIN = 15;

  private final FloorCalls calls;

  Floor(FloorCalls calls) {
    this.calls = calls;
  }

  /** Each job from its put to the deletion of its message. */
  InFlight.Timed whole(int concurrency, int jobs) throws ExecutionException, InterruptedException {
    return InFlight.run(
        concurrency,
        jobs,
        _ -> {
          calls.submit();
          work(1);
        });
  }

  /** Put and send, and nobody works. */
  InFlight.Timed submits(int concurrency, int jobs)
      throws ExecutionException, InterruptedException {
    var timed = InFlight.run(concurrency, jobs, _ -> calls.submit());
    calls.purge();
    return timed;
  }

  /** The same in batches: as many writes and sends as so many jobs need, in parallel. */
  InFlight.Timed batchSubmits(int concurrency, int batches, int jobsEach)
      throws ExecutionException, InterruptedException {
    var timed = InFlight.run(concurrency, batches, _ -> calls.submitBatch(jobsEach));
    calls.purge();
    return timed;
  }

  /** Has jobs wait for {@link #drain}. */
  void backlog(int jobs) throws ExecutionException, InterruptedException {
    var _ = InFlight.run(SUBMITTERS, Math.ceilDiv(jobs, BATCH), _ -> calls.submitBatch(BATCH));
  }

  /**
   * Works off a backlog: receive, claim, complete, delete.
   *
   * @param jobs of the backlog, a multiple of a hundred
   * @param perReceive messages that one loop receives, and deletes, together: 1 to 10
   */
  Stopwatch.Elapsed drain(int concurrency, int jobs, int perReceive)
      throws ExecutionException, InterruptedException {
    var left = new AtomicInteger(jobs);
    var ended = new AtomicReference<Stopwatch.@Nullable Elapsed>();
    var watch = new Stopwatch();
    var _ =
        InFlight.run(
            concurrency,
            concurrency,
            _ -> {
              int inVain = 0;
              while (left.get() > 0) {
                int worked = work(perReceive);
                inVain = worked == 0 ? inVain + 1 : 0;
                if (inVain > MAX_IN_VAIN) {
                  throw new IllegalStateException(
                      "Of %d messages %d did not come".formatted(jobs, left.get()));
                }
                if (left.addAndGet(-worked) == 0) {
                  ended.set(watch.elapsed()); // others may wait in vain for a second more
                }
              }
            });
    return Objects.requireNonNull(ended.get());
  }

  private int work(int atMost) {
    List<Message> messages = calls.receive(atMost);
    for (Message message : messages) {
      String id = calls.id(message);
      calls.claim(id);
      calls.complete(id);
    }
    calls.delete(messages);
    return messages.size();
  }
}

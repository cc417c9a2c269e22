package dev.headroom.benchmarks;

import dev.headroom.local.recorder.Call;
import dev.headroom.local.recorder.CallRecorder;
import dev.headroom.local.recorder.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Exactly what one job that does nothing asks of AWS. */
final class CallsPerJob {
  /** So many calls of one kind by one function. */
  record Count(String function, String action, long calls) {}

  /** One write of the job: units as the engine counts them, and by the documented rules. */
  record Write(
      String operation,
      long itemBytes,
      double engineTable,
      double engineIndexes,
      long ruledTable,
      long ruledIndexes) {}

  /**
   * What was found.
   *
   * @param emptyReceives by pollers of queues on which nothing came meanwhile; they are no job's
   */
  record Found(List<Count> counts, long emptyReceives, List<Write> writes) {}

  private static final String RECEIVE = "sqs:ReceiveMessage";

  private final JobLoad load;
  private final Store store;

  CallsPerJob(JobLoad load, Store store) {
    this.load = load;
    this.store = store;
  }

  Found find() throws IOException, InterruptedException {
    var received = CallObserver.received(store.queueUrl());
    var tail = new StreamTail(store);
    received.drainPermits();
    CallRecorder.reset();
    CallObserver.askForCapacity();
    String id = load.one();
    List<CallObserver.Consumed> consumed = CallObserver.consumed();
    Map<Call, Tally> calls = CallRecorder.calls();
    int withMessage = received.drainPermits();
    long receives =
        calls.entrySet().stream()
            .filter(call -> call.getKey().action().equals(RECEIVE))
            .mapToLong(call -> call.getValue().attempts())
            .sum();
    return new Found(
        counts(calls, withMessage), receives - withMessage, writes(consumed, tail, id));
  }

  private static List<Count> counts(Map<Call, Tally> calls, int receivesWithMessage) {
    List<Count> counts = new ArrayList<>();
    calls.forEach(
        (call, tally) -> {
          if (!call.action().equals(RECEIVE) && !call.function().equals("Benchmark")) {
            counts.add(new Count(call.function(), call.action(), tally.attempts()));
          }
        });
    counts.add(new Count("Worker", RECEIVE, receivesWithMessage));
    counts.sort(Comparator.comparing(Count::function).thenComparing(Count::action));
    return counts;
  }

  private List<Write> writes(List<CallObserver.Consumed> consumed, StreamTail tail, String id) {
    var rules =
        new WriteUnits(store.dynamoDb().describeTable(t -> t.tableName(store.table())).table());
    List<StreamTail.Change> changes = tail.of(id);
    if (changes.size() != consumed.size()) {
      throw new IllegalStateException(
          "%d writes, but %d changes in the stream".formatted(consumed.size(), changes.size()));
    }
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < consumed.size(); i++) {
      var write = consumed.get(i);
      var change = changes.get(i);
      writes.add(
          new Write(
              write.operation(),
              ItemSize.bytes(change.after()),
              write.table(),
              write.indexes(),
              rules.ofTable(change.before(), change.after()),
              rules.ofIndexes(change.before(), change.after())));
    }
    return writes;
  }
}

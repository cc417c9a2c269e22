package dev.headroom.benchmarks;

import dev.headroom.aws.ItemSize;
import dev.headroom.jobs.Priority;
import dev.headroom.local.recorder.Call;
import dev.headroom.local.recorder.CallRecorder;
import dev.headroom.local.recorder.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Counts exactly what the jobs of one path ask of AWS, while nobody else asks for anything. */
final class PathMeter {
  /** Has jobs go that way, and says which. */
  @FunctionalInterface
  interface Path {
    Collection<String> run() throws IOException, InterruptedException;
  }

  private static final int PATIENCE_SECONDS = 60;
  private static final String RECEIVE = "ReceiveMessage";

  /** DynamoDB's unit of reading. */
  private static final double READ_UNIT = 4096;

  /** What a poller asks once when it starts, and whoever is not of the system. */
  private static final String START = "GetQueueAttributes";

  private static final Set<String> OTHERS = Set.of("Benchmark", "LocalCloud");

  private final Rig rig;
  private final Store store;
  private final Semaphore ended;
  private final Semaphore received;
  private final WriteUnits rules;

  PathMeter(Rig rig) {
    this.rig = rig;
    this.store = rig.store();
    this.ended = MessageObserver.deleted(store.queueUrl(Priority.NORMAL));
    this.received = MessageObserver.received(store.queueUrl(Priority.NORMAL));
    this.rules =
        new WriteUnits(store.dynamoDb().describeTable(t -> t.tableName(store.table())).table());
  }

  /**
   * Measures one path.
   *
   * @param deliveries messages that its jobs come to
   */
  PathCost measure(String name, int deliveries, Path path)
      throws IOException, InterruptedException {
    var tail = new StreamTail(store);
    int requests = rig.client().requests();
    ended.drainPermits();
    received.drainPermits();
    var recorder = new CallRecorder();
    CapacityObserver.start();
    Collection<String> ids = path.run();
    await(name, deliveries);
    List<CapacityObserver.Seen> seen = CapacityObserver.stop();
    recorder.close();
    Map<Call, Tally> calls = recorder.calls();
    int withMessage = received.drainPermits();
    List<StreamTail.Change> changes = tail.of(ids);
    return new PathCost(
        name,
        ids.size(),
        rig.client().requests() - requests,
        deliveries,
        counts(calls, withMessage),
        receives(calls) - withMessage,
        seen.stream().filter(PathMeter::isTheSystems).mapToLong(CapacityObserver.Seen::bytes).sum(),
        seen.stream().flatMap(one -> one.units().stream()).reduce(Units.NONE, Units::plus),
        ruled(seen, changes),
        ids.size() == 1 ? writes(seen, changes) : List.of());
  }

  private void await(String name, int deliveries) throws InterruptedException {
    boolean all = ended.tryAcquire(deliveries, PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!all || ended.availablePermits() > 0) {
      throw new IllegalStateException(
          "%s: %d messages were expected, and %d came beyond what was awaited"
              .formatted(name, deliveries, ended.availablePermits()));
    }
  }

  private static long receives(Map<Call, Tally> calls) {
    return calls.entrySet().stream()
        .filter(call -> call.getKey().operation().equals(RECEIVE))
        .mapToLong(call -> call.getValue().attempts())
        .sum();
  }

  private static List<PathCost.Count> counts(Map<Call, Tally> calls, int receivesWithMessage) {
    List<PathCost.Count> counts = new ArrayList<>();
    calls.forEach(
        (call, tally) -> {
          if (!Set.of(RECEIVE, START).contains(call.operation())
              && !OTHERS.contains(call.function())) {
            counts.add(new PathCost.Count(call.function(), call.operation(), tally.attempts()));
          }
        });
    counts.add(new PathCost.Count("Worker", RECEIVE, receivesWithMessage));
    counts.sort(
        Comparator.comparing(PathCost.Count::function).thenComparing(PathCost.Count::operation));
    return counts;
  }

  /** Not what receives and deletes: that is Lambda's doing. */
  private static boolean isTheSystems(CapacityObserver.Seen one) {
    return switch (one.operation()) {
      case RECEIVE, START, "DeleteMessage", "DeleteMessageBatch" -> false;
      default -> true;
    };
  }

  /** By DynamoDB's rules: a write whose condition fails takes the table's units all the same. */
  private Units ruled(List<CapacityObserver.Seen> seen, List<StreamTail.Change> changes) {
    Units units = changes.stream().map(change -> ruled(change)).reduce(Units.NONE, Units::plus);
    long largest =
        changes.stream().mapToLong(change -> ItemSize.bytes(change.after())).max().orElse(0);
    for (var one : seen) {
      boolean write = one.operation().equals("PutItem") || one.operation().equals("UpdateItem");
      if (write && one.status() >= 400) {
        units = units.plus(new Units(WriteUnits.units(largest), 0, 0));
      } else if (one.operation().equals("GetItem")) {
        // All of ours are strongly consistent, and read the whole item whatever they ask for.
        units = units.plus(new Units(0, 0, Math.ceil(largest / READ_UNIT)));
      }
    }
    return units;
  }

  private Units ruled(StreamTail.Change change) {
    return new Units(
        rules.ofTable(change.before(), change.after()),
        rules.ofIndexes(change.before(), change.after()),
        0);
  }

  private List<PathCost.Write> writes(
      List<CapacityObserver.Seen> seen, List<StreamTail.Change> changes) {
    var writes =
        seen.stream()
            .filter(one -> one.units().filter(units -> units.writes() > 0).isPresent())
            .toList();
    if (changes.size() != writes.size()) {
      throw new IllegalStateException(
          "%d writes, but %d changes in the stream".formatted(writes.size(), changes.size()));
    }
    List<PathCost.Write> pairs = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      pairs.add(
          new PathCost.Write(
              writes.get(i).operation(),
              ItemSize.bytes(changes.get(i).after()),
              writes.get(i).units().orElse(Units.NONE),
              ruled(changes.get(i))));
    }
    return pairs;
  }
}

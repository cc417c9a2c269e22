package dev.headroom.jobs.recovery;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.headroom.jobs.statistics.StatisticsFunction;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Hands the changes of one shard to the function as Lambda may: in order, in batches of any size;
 * again, when it failed or for no reason; now and then to two instances at once.
 */
public final class Deliveries implements Callable<Void> {
  private final String shard;
  private final List<DynamodbStreamRecord> changes;
  private final StatisticsFunction one;
  private final StatisticsFunction other;
  private final Random random;

  public Deliveries(
      String shard,
      List<DynamodbStreamRecord> changes,
      StatisticsFunction one,
      StatisticsFunction other,
      Random random) {
    this.shard = shard;
    this.changes = List.copyOf(changes);
    this.one = one;
    this.other = other;
    this.random = random;
  }

  @Override
  public Void call() throws InterruptedException {
    int done = 0;
    while (done < changes.size()) {
      int from = random.nextInt(4) == 0 ? random.nextInt(done + 1) : done;
      int to = Math.min(changes.size(), from + 1 + random.nextInt(60));
      if (delivered(changes.subList(from, to))) {
        done = Math.max(done, to);
      }
    }
    return null;
  }

  private boolean delivered(List<DynamodbStreamRecord> batch) throws InterruptedException {
    if (random.nextInt(3) > 0) {
      return isDone(one, batch);
    }
    Thread rival =
        Thread.startVirtualThread(
            () -> {
              var _ = isDone(other, batch);
            });
    boolean done = isDone(one, batch);
    rival.join();
    return done;
  }

  private boolean isDone(StatisticsFunction function, List<DynamodbStreamRecord> batch) {
    try {
      function.invoke(shard, batch);
      return true;
    } catch (RuntimeException e) {
      return false; // Lambda hands it over again
    }
  }
}

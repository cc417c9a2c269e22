package dev.headroom.local.recorder;

import dev.headroom.aws.AwsCall;
import dev.headroom.aws.AwsCallObserver;
import dev.headroom.aws.AwsCalls;
import dev.headroom.aws.ConsumedCapacities;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.dynamodb.model.Capacity;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/**
 * Counts the AWS calls that are made in this JVM and what DynamoDB says they consume, by operation,
 * from its making to its close.
 */
public final class CapacityMeter implements AutoCloseable {
  /**
   * What the calls of one operation came to.
   *
   * @param calls that ended, well or not
   * @param table capacity units of tables: of writes or of reads, as the operation is
   * @param indexes capacity units of indexes. DynamoDB says nothing of a call that fails, such as a
   *     write whose condition does not hold.
   */
  public record Consumed(long calls, double table, double indexes) {
    private Consumed plus(Consumed other) {
      return new Consumed(calls + other.calls, table + other.table, indexes + other.indexes);
    }
  }

  private final Map<String, Consumed> byOperation = new ConcurrentHashMap<>();
  private final AwsCalls.Observation observation = AwsCalls.observe(new Observer());

  /** Returns what has been consumed since the meter was made, and forgets it. */
  public Map<String, Consumed> taken() {
    var taken = Map.copyOf(byOperation);
    byOperation.clear();
    return taken;
  }

  @Override
  public void close() {
    observation.close();
  }

  private final class Observer implements AwsCallObserver {
    @Override
    public boolean wantsConsumedCapacity() {
      return true;
    }

    @Override
    public void succeeded(AwsCall call, SdkResponse response) {
      double table = 0;
      double indexes = 0;
      for (ConsumedCapacity consumed : ConsumedCapacities.of(response)) {
        double ofIndexes =
            consumed.globalSecondaryIndexes().values().stream()
                .mapToDouble(Capacity::capacityUnits)
                .sum();
        table += consumed.capacityUnits() - ofIndexes;
        indexes += ofIndexes;
      }
      byOperation.merge(call.operation(), new Consumed(1, table, indexes), Consumed::plus);
    }

    @Override
    public void failed(AwsCall call, Throwable error) {
      byOperation.merge(call.operation(), new Consumed(1, 0, 0), Consumed::plus);
    }
  }
}

package dev.headroom.jobs.statistics;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One instance of the function, around a given table and clock. */
public final class StatisticsFunction {
  private final Projection projection;

  public StatisticsFunction(
      DynamoDbClient dynamoDb, String table, RandomGenerator random, InstantSource clock) {
    this.projection = new Projection(dynamoDb, table, random, clock);
  }

  /** What Lambda does with a batch. */
  public void invoke(String shard, List<DynamodbStreamRecord> records) {
    var event = new DynamodbTimeWindowEvent();
    event.setShardId(shard);
    event.setRecords(records);
    JobChanges.count(event, projection);
  }
}

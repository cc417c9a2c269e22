package dev.headroom.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The changes of the job table from now on, each with the item before and after. */
final class StreamTail {
  /**
   * One write.
   *
   * @param before empty when there was no item
   */
  record Change(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {}

  private static final int READS = 20;

  private final DynamoDbStreamsClient streams;
  private final List<String> iterators;

  StreamTail(Store store) {
    streams = store.streams();
    String arn =
        store.dynamoDb().describeTable(t -> t.tableName(store.table())).table().latestStreamArn();
    List<Shard> shards = streams.describeStream(s -> s.streamArn(arn)).streamDescription().shards();
    iterators =
        shards.stream()
            .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
            .map(
                shard ->
                    streams
                        .getShardIterator(
                            i ->
                                i.streamArn(arn)
                                    .shardId(shard.shardId())
                                    .shardIteratorType(ShardIteratorType.LATEST))
                        .shardIterator())
            .toList();
  }

  /** The changes of some jobs; those of each in order. */
  List<Change> of(Collection<String> jobIds) {
    List<Change> changes = new ArrayList<>();
    Set<AttributeValue> ids =
        jobIds.stream().map(AttributeValue::fromS).collect(Collectors.toSet());
    for (String first : iterators) {
      String iterator = first;
      for (int i = 0; i < READS && iterator != null; i++) {
        String at = iterator;
        var page = streams.getRecords(r -> r.shardIterator(at));
        page.records().stream()
            .map(record -> record.dynamodb())
            .filter(change -> ids.contains(change.keys().get("job_id")))
            .map(change -> new Change(change.oldImage(), change.newImage()))
            .forEach(changes::add);
        iterator = page.nextShardIterator();
      }
    }
    return changes;
  }
}

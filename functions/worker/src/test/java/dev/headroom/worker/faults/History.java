package dev.headroom.worker.faults;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** All that ever happened to the items of the job table: its stream, in order. */
final class History {
  /**
   * One write.
   *
   * @param before empty when there was no item
   * @param after empty when it was deleted
   */
  record Change(Item before, Item after) {}

  private final DynamoDbStreamsClient streams;
  private final String stream;
  private final Set<String> shards = new HashSet<>();
  private final Deque<String> iterators = new ArrayDeque<>();

  History(DynamoDbClient dynamoDb, AwsClients aws, String table) {
    this.streams = aws.client(DynamoDbStreamsClient.builder(), "dynamodb");
    this.stream =
        dynamoDb.describeTable(describe -> describe.tableName(table)).table().latestStreamArn();
  }

  /** What has happened to each job since this was asked the last time. */
  Map<String, List<Change>> read() {
    Map<String, List<Change>> changes = new LinkedHashMap<>();
    openNewShards();
    for (int i = iterators.size(); i > 0; i--) {
      String iterator = iterators.remove();
      while (true) {
        String at = iterator;
        var answer = streams.getRecords(get -> get.shardIterator(at));
        answer.records().forEach(record -> add(record, changes));
        String next = answer.nextShardIterator();
        if (next == null) {
          break; // the shard is closed
        }
        if (answer.records().isEmpty()) {
          iterators.add(next);
          break;
        }
        iterator = next;
      }
    }
    return changes;
  }

  void forget() {
    var _ = read();
  }

  private void openNewShards() {
    for (var shard :
        streams
            .describeStream(describe -> describe.streamArn(stream))
            .streamDescription()
            .shards()) {
      if (shards.add(shard.shardId())) {
        iterators.add(
            streams
                .getShardIterator(
                    get ->
                        get.streamArn(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator());
      }
    }
  }

  private static void add(Record written, Map<String, List<Change>> changes) {
    var images = written.dynamodb();
    changes
        .computeIfAbsent(new Item(images.keys()).text("job_id"), _ -> new ArrayList<>())
        .add(new Change(new Item(images.oldImage()), new Item(images.newImage())));
  }
}

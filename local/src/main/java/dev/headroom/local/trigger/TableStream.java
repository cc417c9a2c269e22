package dev.headroom.local.trigger;

import dev.headroom.local.recorder.CallRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The stream of a table.
 *
 * @param client signs with the name of the function that the stream feeds, whose role Lambda polls
 *     with
 * @param arn as the engine calls it
 */
public record TableStream(DynamoDbStreamsClient client, String arn) {
  List<Shard> shards() {
    var shards = new ArrayList<Shard>();
    @Nullable String after = null;
    do {
      String start = after;
      StreamDescription page =
          client
              .describeStream(d -> d.streamArn(arn).exclusiveStartShardId(start))
              .streamDescription();
      shards.addAll(page.shards());
      after = page.lastEvaluatedShardId();
    } while (after != null);
    return shards;
  }

  String iterator(String shard, ShardIteratorType type, Optional<String> sequenceNumber) {
    return client
        .getShardIterator(
            g ->
                g.streamArn(arn)
                    .shardId(shard)
                    .shardIteratorType(type)
                    .sequenceNumber(sequenceNumber.orElse(null)))
        .shardIterator();
  }

  GetRecordsResponse read(String iterator, int limit) {
    return client.getRecords(
        g ->
            g.shardIterator(iterator)
                .limit(limit)
                .overrideConfiguration(c -> c.putExecutionAttribute(CallRecorder.STREAM_ARN, arn)));
  }
}

package dev.headroom.local.engine;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Makes the streams of a DynamoDB Local that has opened its file fit for new changes. It has then
 * forgotten the changes that are older than 30 hours, and numbers on from the highest that is left,
 * or from 1. So after days, numbers would come again in the same shard, and whoever reads it would
 * take them for seen; and numbers would begin below the one that an empty shard begins at, and not
 * be read.
 *
 * <p>A stream in which nothing is left is replaced by a new one, which has a new shard, as DynamoDB
 * has after a few hours. Where changes are left, the numbers are raised to those of the shards.
 */
final class ReopenedStreams {
  private static final String SCRATCH = "headroom-stream-numbers";
  private static final StreamSpecification STREAM =
      StreamSpecification.builder()
          .streamEnabled(true)
          .streamViewType(StreamViewType.KEYS_ONLY)
          .build();

  private final DynamoDbClient dynamoDb;
  private final DynamoDbStreamsClient streams;

  ReopenedStreams(DynamoDbClient dynamoDb, DynamoDbStreamsClient streams) {
    this.dynamoDb = dynamoDb;
    this.streams = streams;
  }

  /** Does so for all tables. Nothing else may write meanwhile. */
  void prepare() {
    long least = 0;
    for (String name : dynamoDb.listTablesPaginator().tableNames()) {
      TableDescription table = dynamoDb.describeTable(t -> t.tableName(name)).table();
      if (name.equals(SCRATCH)) { // a kill left it
        dynamoDb.deleteTable(t -> t.tableName(SCRATCH));
      } else if (table.streamSpecification() != null) {
        List<Shard> shards = shards(table.latestStreamArn());
        if (shards.stream().noneMatch(shard -> hasChange(table.latestStreamArn(), shard))) {
          replace(name, table.streamSpecification());
        } else {
          least = Math.max(least, latestStart(shards));
        }
      }
    }
    if (least > 0) {
      raiseTo(least);
    }
  }

  private List<Shard> shards(String arn) {
    return streams.describeStream(s -> s.streamArn(arn)).streamDescription().shards();
  }

  private static long latestStart(List<Shard> shards) {
    return shards.stream()
        .mapToLong(shard -> Long.parseLong(shard.sequenceNumberRange().startingSequenceNumber()))
        .max()
        .orElse(0);
  }

  private boolean hasChange(String arn, Shard shard) {
    String iterator =
        streams
            .getShardIterator(
                i ->
                    i.streamArn(arn)
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return !streams.getRecords(r -> r.shardIterator(iterator).limit(1)).records().isEmpty();
  }

  private String streamOf(String table) {
    return dynamoDb.describeTable(t -> t.tableName(table)).table().latestStreamArn();
  }

  private void replace(String table, StreamSpecification stream) {
    dynamoDb.updateTable(t -> t.tableName(table).streamSpecification(s -> s.streamEnabled(false)));
    dynamoDb.updateTable(t -> t.tableName(table).streamSpecification(stream));
  }

  /** Each new shard of any stream takes a number, and there are few since the last change. */
  private void raiseTo(long least) {
    dynamoDb.createTable(
        t ->
            t.tableName(SCRATCH)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .streamSpecification(STREAM));
    while (latestStart(shards(streamOf(SCRATCH))) < least) {
      replace(SCRATCH, STREAM);
    }
    dynamoDb.deleteTable(t -> t.tableName(SCRATCH));
  }
}

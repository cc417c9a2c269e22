package dev.headroom.search;

import dev.headroom.aws.Item;
import dev.headroom.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Finds a tenant's old chunks, bucket by bucket. It reads only the old entries of an index by
 * creation time.
 */
public final class OldChunks {
  private static final String INDEX = "by_created";

  private final DynamoDbClient dynamoDb;
  private final String table;

  public OldChunks(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /**
   * An old chunk.
   *
   * @param deletion a deletion on condition that the chunk is unchanged, since one that was stored
   *     again is in use
   * @param bytes the size of its item
   */
  public record Old(Delete deletion, long bytes) {}

  /**
   * A page of old chunks.
   *
   * @param next the position of the next page, at most 500 characters; empty when there are no more
   */
  public record Page(List<Old> chunks, Optional<String> next) {}

  /**
   * Finds chunks that were created before a time. The index is eventually consistent with the
   * table.
   *
   * @param before a time in the years 1 to 9999, truncated to milliseconds
   * @param from the {@code next} of the previous page; empty for the first page
   * @param limit the greatest number of entries that are read
   */
  public Page find(String tenant, Instant before, Optional<String> from, int limit) {
    List<Old> found = new ArrayList<>();
    Position here = from.map(Position::read).orElse(Position.FIRST);
    int left = limit;
    while (here.bucket() < ChunkStore.BUCKETS && left > 0) {
      QueryResponse answer = query(tenant, here, before, left);
      left -= answer.count();
      // An item without a size was not written by this product and is not removed.
      answer.items().stream()
          .map(Item::new)
          .filter(entry -> entry.find(ChunkItem.BYTES).isPresent())
          .forEach(entry -> found.add(old(entry)));
      here =
          answer.hasLastEvaluatedKey()
              ? here.after(new Item(answer.lastEvaluatedKey()))
              : here.nextBucket();
    }
    return new Page(
        found, here.bucket() < ChunkStore.BUCKETS ? Optional.of(here.written()) : Optional.empty());
  }

  private QueryResponse query(String tenant, Position from, Instant before, int limit) {
    String owner = ChunkItem.owner(tenant, from.bucket());
    return dynamoDb.query(
        query ->
            query
                .tableName(table)
                .indexName(INDEX)
                .keyConditionExpression("#owner = :owner AND created_at < :before")
                .expressionAttributeNames(Map.of("#owner", ChunkItem.OWNER))
                .expressionAttributeValues(
                    Map.of(
                        ":owner", AttributeValue.fromS(owner),
                        ":before", AttributeValue.fromS(Json.spelled(before))))
                .exclusiveStartKey(from.key(owner).orElse(null))
                .limit(limit));
  }

  private Old old(Item entry) {
    var delete =
        Delete.builder()
            .tableName(table)
            .key(
                Map.of(
                    ChunkItem.OWNER, entry.get(ChunkItem.OWNER),
                    ChunkItem.ID, entry.get(ChunkItem.ID)))
            .conditionExpression("created_at = :created_at AND #bytes = :bytes")
            .expressionAttributeNames(Map.of("#bytes", ChunkItem.BYTES))
            .expressionAttributeValues(
                Map.of(
                    ":created_at", entry.get(ChunkItem.CREATED_AT),
                    ":bytes", entry.get(ChunkItem.BYTES)))
            .build();
    return new Old(delete, entry.number(ChunkItem.BYTES));
  }

  /**
   * A position in the index.
   *
   * @param after the last entry that was read in this bucket; empty at its beginning
   */
  private record Position(int bucket, Optional<Entry> after) {
    static final Position FIRST = new Position(0, Optional.empty());

    record Entry(String createdAt, String id) {}

    Position nextBucket() {
      return new Position(bucket + 1, Optional.empty());
    }

    Position after(Item entry) {
      return new Position(
          bucket,
          Optional.of(new Entry(entry.text(ChunkItem.CREATED_AT), entry.text(ChunkItem.ID))));
    }

    Optional<Map<String, AttributeValue>> key(String owner) {
      return after.map(
          entry ->
              Map.of(
                  ChunkItem.OWNER, AttributeValue.fromS(owner),
                  ChunkItem.CREATED_AT, AttributeValue.fromS(entry.createdAt()),
                  ChunkItem.ID, AttributeValue.fromS(entry.id())));
    }

    /** Returns the position as text. Only the id, which is last, may contain spaces. */
    String written() {
      return bucket + after.map(entry -> " " + entry.createdAt() + " " + entry.id()).orElse("");
    }

    static Position read(String written) {
      String[] parts = written.split(" ", 3);
      return new Position(
          Integer.parseInt(parts[0]),
          parts.length < 3 ? Optional.empty() : Optional.of(new Entry(parts[1], parts[2])));
    }
  }
}

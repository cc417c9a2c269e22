package dev.headroom.search;

import dev.headroom.aws.InParallel;
import dev.headroom.aws.Item;
import dev.headroom.aws.Outage;
import dev.headroom.aws.Persistence;
import dev.headroom.aws.Persistence.Work;
import dev.headroom.errors.HeadroomException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Gatherers;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Stores chunks in the chunk table, which is the source of truth: the index is derived from it and
 * can be rebuilt.
 *
 * <p>A partition key of DynamoDB takes 1,000 write units, or 1,000 kilobytes, a second. So a
 * tenant's chunks are spread over {@link #BUCKETS} partition keys.
 */
public final class ChunkStore {
  /** The number of partition keys of each tenant. */
  public static final int BUCKETS = 16;

  /** DynamoDB's limits of items in one BatchWriteItem and one BatchGetItem. */
  private static final int WRITE_BATCH = 25;

  private static final int READ_BATCH = 100;

  /** The size of a batch. DynamoDB allows 16 MB, but a smaller request is retried faster. */
  private static final int MAX_BATCH_CHARACTERS = 500_000;

  private static final int AT_ONCE = 8;
  private static final Pattern OWNER = Pattern.compile("(.+)#(\\d{2})", Pattern.DOTALL);
  private static final String SOME_STORED =
      "The chunk table does not accept all chunks at the moment, and some may be stored. Send all of them again in a moment; those that are stored are replaced.";
  private static final String NOT_READ =
      "The chunk table does not return all chunks at the moment. Try again in a moment.";

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Persistence persistence;

  public ChunkStore(DynamoDbClient dynamoDb, String table) {
    // SecureRandom reads the system's entropy at each use: no two copies of a snapshot pause alike.
    this(dynamoDb, table, new Persistence(new SecureRandom(), Thread::sleep));
  }

  ChunkStore(DynamoDbClient dynamoDb, String table, Persistence persistence) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.persistence = persistence;
  }

  /**
   * Stores chunks. Each replaces the chunk with the same id; of several chunks with the same id the
   * last one is stored.
   *
   * @throws HeadroomException.Unavailable when DynamoDB does not accept all; some may be stored
   */
  public void putAll(String tenant, Collection<Chunk> chunks) {
    Map<String, Chunk> different = new LinkedHashMap<>();
    chunks.forEach(chunk -> different.put(chunk.id(), chunk));
    try {
      var _ =
          InParallel.all(
              batches(different.values()).stream()
                  .map(batch -> batch.stream().map(chunk -> write(tenant, chunk)).toList())
                  .<Callable<Boolean>>map(batch -> () -> written(batch))
                  .toList(),
              AT_ONCE);
    } catch (RuntimeException e) {
      throw Outage.of(e).isPresent() ? new HeadroomException.Unavailable(SOME_STORED, e) : e;
    }
  }

  private static List<List<Chunk>> batches(Collection<Chunk> chunks) {
    List<List<Chunk>> batches = new ArrayList<>();
    List<Chunk> batch = new ArrayList<>();
    int characters = 0;
    for (Chunk chunk : chunks) {
      characters += chunk.text().length();
      if (batch.size() == WRITE_BATCH || characters > MAX_BATCH_CHARACTERS) {
        batches.add(batch);
        batch = new ArrayList<>();
        characters = chunk.text().length();
      }
      batch.add(chunk);
    }
    batches.add(batch);
    return batches.stream().filter(some -> !some.isEmpty()).toList();
  }

  private static WriteRequest write(String tenant, Chunk chunk) {
    Map<String, AttributeValue> item = ChunkItem.of(tenant, chunk);
    return WriteRequest.builder().putRequest(put -> put.item(item)).build();
  }

  private boolean written(List<WriteRequest> batch) {
    persistence.untilDone(
        new Work<>(batch, batch.size()),
        writes -> {
          var response =
              dynamoDb.batchWriteItem(write -> write.requestItems(Map.of(table, writes)));
          List<WriteRequest> left = response.unprocessedItems().getOrDefault(table, List.of());
          return left.isEmpty() ? Optional.empty() : Optional.of(new Work<>(left, left.size()));
        },
        SOME_STORED);
    return true;
  }

  /**
   * Removes a chunk.
   *
   * @return false when there was none
   */
  public boolean delete(String tenant, String id) {
    if (id.isEmpty() || id.length() > Chunk.MAX_ID_LENGTH) {
      return false; // DynamoDB would refuse the key
    }
    return dynamoDb
        .deleteItem(
            delete ->
                delete
                    .tableName(table)
                    .key(ChunkItem.key(tenant, id))
                    .returnValues(ReturnValue.ALL_OLD))
        .hasAttributes();
  }

  /**
   * Reads chunks consistently.
   *
   * @return the chunks that exist by their ids, in the order of the given ids
   * @throws HeadroomException.Unavailable when DynamoDB does not return all
   */
  public Map<String, Chunk> read(String tenant, Collection<String> ids) {
    Map<String, Chunk> found = new ConcurrentHashMap<>();
    var different = new LinkedHashSet<>(ids);
    var _ =
        InParallel.all(
            different.stream()
                .map(id -> ChunkItem.key(tenant, id))
                .gather(Gatherers.windowFixed(READ_BATCH))
                .<Callable<Boolean>>map(keys -> () -> wasRead(keys, found))
                .toList(),
            AT_ONCE);
    Map<String, Chunk> ordered = new LinkedHashMap<>();
    for (String id : different) {
      Optional.ofNullable(found.get(id)).ifPresent(chunk -> ordered.put(id, chunk));
    }
    return ordered;
  }

  private boolean wasRead(List<Map<String, AttributeValue>> keys, Map<String, Chunk> found) {
    persistence.untilDone(
        new Work<>(keys, keys.size()),
        wanted -> {
          var request = KeysAndAttributes.builder().keys(wanted).consistentRead(true).build();
          var response = dynamoDb.batchGetItem(get -> get.requestItems(Map.of(table, request)));
          for (var item : response.responses().getOrDefault(table, List.of())) {
            Chunk chunk = ChunkItem.read(new Item(item));
            found.put(chunk.id(), chunk);
          }
          return Optional.ofNullable(response.unprocessedKeys().get(table))
              .map(left -> new Work<>(left.keys(), left.keys().size()));
        },
        NOT_READ);
    return true;
  }

  /**
   * A page of chunks of a bucket.
   *
   * @param after the id of the last chunk on the page, or empty when there are no more
   */
  public record Page(List<Chunk> chunks, Optional<String> after) {}

  /**
   * Reads chunks of one bucket consistently, in the order of their ids' UTF-8 bytes.
   *
   * @param after the id after which the page begins; empty for the first page
   * @param limit the greatest number of chunks; DynamoDB also ends a page at 1 MB
   */
  public Page scan(String tenant, int bucket, Optional<String> after, int limit) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":owner", AttributeValue.fromS(ChunkItem.owner(tenant, bucket)));
    after.ifPresent(id -> values.put(":after", AttributeValue.fromS(id)));
    var response =
        dynamoDb.query(
            query ->
                query
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression(
                        after.isPresent()
                            ? "#owner = :owner AND chunk_id > :after"
                            : "#owner = :owner")
                    .expressionAttributeNames(Map.of("#owner", ChunkItem.OWNER))
                    .expressionAttributeValues(values)
                    .limit(limit));
    List<Chunk> chunks = new ArrayList<>();
    response.items().forEach(item -> chunks.add(ChunkItem.read(new Item(item))));
    return new Page(
        List.copyOf(chunks),
        response.hasLastEvaluatedKey()
            ? Optional.of(new Item(response.lastEvaluatedKey()).text(ChunkItem.ID))
            : Optional.empty());
  }

  /** The key of a chunk in the table. */
  public record ChunkKey(String tenant, int bucket, String chunkId) {}

  /**
   * Parses the key of an item.
   *
   * @param owner the partition key of the item
   * @param chunkId the sort key of the item
   * @return empty when it is not the key of a chunk
   */
  public static Optional<ChunkKey> parseKey(String owner, String chunkId) {
    Matcher parts = OWNER.matcher(owner); // a tenant's name may contain the separator
    if (!parts.matches() || Integer.parseInt(parts.group(2)) != bucket(chunkId)) {
      return Optional.empty();
    }
    return Optional.of(new ChunkKey(parts.group(1), bucket(chunkId), chunkId));
  }

  /**
   * Returns the bucket of a chunk, 0 to 15. It must never change, since it is part of the stored
   * key.
   */
  public static int bucket(String chunkId) {
    var crc = new CRC32();
    crc.update(chunkId.getBytes(StandardCharsets.UTF_8));
    return Math.toIntExact(crc.getValue() % BUCKETS);
  }
}

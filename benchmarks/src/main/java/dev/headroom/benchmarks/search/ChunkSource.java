package dev.headroom.benchmarks.search;

import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The chunk table of chunks that are at hand, or made as they are read: what writes an index from
 * it is the product's own, and waits for no database.
 */
final class ChunkSource implements DynamoDbClient {
  private final List<Chunk> chunks;
  private final String tenant;

  /** The places of each bucket's chunks. */
  private final List<List<Integer>> buckets = new ArrayList<>();

  /** Where in its bucket each chunk is. */
  private final Map<String, Integer> places = new HashMap<>();

  ChunkSource(List<Chunk> chunks, List<String> ids, String tenant) {
    this.chunks = chunks;
    this.tenant = tenant;
    for (int bucket = 0; bucket < ChunkStore.BUCKETS; bucket++) {
      buckets.add(new ArrayList<>());
    }
    for (int number = 0; number < ids.size(); number++) {
      List<Integer> bucket = buckets.get(ChunkStore.bucket(ids.get(number)));
      places.put(ids.get(number), bucket.size());
      bucket.add(number);
    }
  }

  /** A page of a bucket, in the order in which its chunks were given. */
  @Override
  public QueryResponse query(QueryRequest request) {
    Map<String, AttributeValue> values = request.expressionAttributeValues();
    String owner = values.getOrDefault(":owner", AttributeValue.fromS("")).s();
    List<Integer> all = buckets.get(Integer.parseInt(owner.substring(owner.length() - 2)));
    AttributeValue after = values.get(":after");
    int from = after == null ? 0 : places.getOrDefault(after.s(), all.size()) + 1;
    int to = Math.min(from + request.limit(), all.size());
    List<Chunk> page = all.subList(from, to).stream().map(chunks::get).toList();
    var response =
        QueryResponse.builder()
            .items(page.stream().map(chunk -> ChunkItems.of(tenant, chunk)).toList());
    return to < all.size()
        ? response.lastEvaluatedKey(ChunkItems.key(tenant, page.getLast().id())).build()
        : response.build();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {
    // there is nothing to close
  }
}

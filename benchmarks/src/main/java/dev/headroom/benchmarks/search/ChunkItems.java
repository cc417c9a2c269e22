package dev.headroom.benchmarks.search;

import dev.headroom.aws.ItemSize;
import dev.headroom.json.Json;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Chunks as the product stores them: what it could not read would end its build of an index. */
public final class ChunkItems {
  private ChunkItems() {}

  public static Map<String, AttributeValue> key(String tenant, String id) {
    String owner = "%s#%02d".formatted(tenant, ChunkStore.bucket(id));
    return Map.of("owner", AttributeValue.fromS(owner), "chunk_id", AttributeValue.fromS(id));
  }

  public static Map<String, AttributeValue> of(String tenant, Chunk chunk) {
    Map<String, AttributeValue> item = new HashMap<>(key(tenant, chunk.id()));
    chunk.documentId().ifPresent(id -> item.put("document_id", AttributeValue.fromS(id)));
    chunk.title().ifPresent(title -> item.put("title", AttributeValue.fromS(title)));
    item.put("chunk_text", AttributeValue.fromS(chunk.text()));
    var categories = chunk.categories().stream().map(AttributeValue::fromS).toList();
    item.put("categories_matched", AttributeValue.fromL(categories));
    item.put("confidence_score", AttributeValue.fromN(String.valueOf(chunk.confidence())));
    item.put("created_at", AttributeValue.fromS(Json.spelled(chunk.createdAt())));
    item.put("bytes", AttributeValue.fromN(String.valueOf(ItemSize.bytes(item))));
    return item;
  }
}

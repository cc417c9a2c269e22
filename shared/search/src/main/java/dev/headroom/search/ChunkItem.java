package dev.headroom.search;

import dev.headroom.aws.Item;
import dev.headroom.aws.ItemSize;
import dev.headroom.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How a chunk lies in the chunk table: the attributes' names and forms, in one place. */
final class ChunkItem {
  static final String OWNER = "owner";
  static final String ID = "chunk_id";
  private static final String DOCUMENT_ID = "document_id";
  private static final String TITLE = "title";
  private static final String TEXT = "chunk_text";
  private static final String CATEGORIES = "categories_matched";
  private static final String CONFIDENCE = "confidence_score";
  static final String CREATED_AT = "created_at";

  /** How large the item is, this attribute included: read where nothing else of it is. */
  static final String BYTES = "bytes";

  private ChunkItem() {}

  /** At most 245 KB, of the 400 KB that DynamoDB takes: no character is longer than 4 bytes. */
  static Map<String, AttributeValue> of(String tenant, Chunk chunk) {
    Map<String, AttributeValue> item = new HashMap<>(key(tenant, chunk.id()));
    chunk.documentId().ifPresent(id -> item.put(DOCUMENT_ID, AttributeValue.fromS(id)));
    chunk.title().ifPresent(title -> item.put(TITLE, AttributeValue.fromS(title)));
    item.put(TEXT, AttributeValue.fromS(chunk.text()));
    item.put(
        CATEGORIES,
        AttributeValue.fromL(chunk.categories().stream().map(AttributeValue::fromS).toList()));
    item.put(CONFIDENCE, AttributeValue.fromN(String.valueOf(chunk.confidence())));
    item.put(CREATED_AT, AttributeValue.fromS(Json.spelled(chunk.createdAt())));
    addBytes(item);
    return item;
  }

  /** A number is as long as its digits, so the second look counts what the first has written. */
  private static void addBytes(Map<String, AttributeValue> item) {
    for (int look = 0; look < 2; look++) {
      item.put(BYTES, AttributeValue.fromN(String.valueOf(ItemSize.bytes(item))));
    }
  }

  static Chunk read(Item item) {
    return new Chunk(
        item.text(ID),
        item.optionalText(DOCUMENT_ID),
        item.optionalText(TITLE),
        item.text(TEXT),
        texts(item.get(CATEGORIES)),
        item.decimal(CONFIDENCE),
        item.instant(CREATED_AT));
  }

  private static List<String> texts(AttributeValue list) {
    return list.l().stream().map(AttributeValue::s).toList();
  }

  static Map<String, AttributeValue> key(String tenant, String id) {
    return Map.of(
        OWNER,
        AttributeValue.fromS(owner(tenant, ChunkStore.bucket(id))),
        ID,
        AttributeValue.fromS(id));
  }

  static String owner(String tenant, int bucket) {
    return "%s#%02d".formatted(tenant, bucket);
  }
}

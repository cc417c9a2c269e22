package dev.headroom.search;

import dev.headroom.aws.Item;
import dev.headroom.aws.ItemSize;
import dev.headroom.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The item of a chunk in the chunk table: the names and formats of its attributes. */
final class ChunkItem {
  static final String OWNER = "owner";
  static final String ID = "chunk_id";
  private static final String DOCUMENT_ID = "document_id";
  private static final String TITLE = "title";
  private static final String TEXT = "chunk_text";
  private static final String CATEGORIES = "categories_matched";
  private static final String CONFIDENCE = "confidence_score";
  static final String CREATED_AT = "created_at";

  /** The size of the item in bytes, including this attribute, which the index by age contains. */
  static final String BYTES = "bytes";

  private ChunkItem() {}

  /**
   * Returns the item of a chunk. It has at most 245 KB, of the 400 KB that DynamoDB allows, since
   * no character has more than 4 bytes.
   */
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

  /**
   * Adds the size. A number is as long as its digits, so the second pass counts what the first has
   * written.
   */
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

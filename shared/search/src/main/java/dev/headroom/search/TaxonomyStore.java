package dev.headroom.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.headroom.aws.Item;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Gzip;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** Stores taxonomies in DynamoDB: one item each, with compressed categories. */
public final class TaxonomyStore {
  /**
   * The greatest size of compressed categories. DynamoDB allows 400 KB an item, other attributes
   * included.
   */
  private static final int MAX_GZIP_BYTES = 400_000;

  /** The greatest size of categories as JSON, which fits into a response of Lambda of 6 MB. */
  private static final int MAX_JSON_BYTES = 5_000_000;

  private static final TypeReference<List<Category>> CATEGORIES = new TypeReference<>() {};

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final InstantSource clock;

  public TaxonomyStore(DynamoDbClient dynamoDb, String table, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.clock = clock;
  }

  /**
   * The result of a write.
   *
   * @param created false when it replaced another taxonomy
   */
  public record Written(Taxonomy taxonomy, boolean created) {}

  /**
   * Creates or replaces a taxonomy.
   *
   * @throws HeadroomException.Invalid naming each invalid field
   * @throws HeadroomException.TooLarge when it does not fit into one item
   */
  public Written put(String tenant, String id, String name, List<Category> categories) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var written = new Taxonomy(id, name, categories, now, now);
    Item before =
        new Item(
            dynamoDb
                .updateItem(
                    update ->
                        update
                            .tableName(table)
                            .key(key(tenant, id))
                            .updateExpression(
                                "SET #name = :name, categories = :categories, categories_count = :count,"
                                    + " created_at = if_not_exists(created_at, :now), updated_at = :now")
                            .expressionAttributeNames(Map.of("#name", "name"))
                            .expressionAttributeValues(values(written))
                            .returnValues(ReturnValue.UPDATED_OLD))
                .attributes());
    return before
        .optionalInstant("created_at")
        .map(at -> new Written(new Taxonomy(id, name, written.categories(), at, now), false))
        .orElse(new Written(written, true));
  }

  private static Map<String, AttributeValue> values(Taxonomy taxonomy) {
    return Map.of(
        ":name", AttributeValue.fromS(taxonomy.name()),
        ":categories", AttributeValue.fromB(SdkBytes.fromByteArray(compressed(taxonomy))),
        ":count", AttributeValue.fromN(String.valueOf(taxonomy.categories().size())),
        ":now", AttributeValue.fromS(Json.spelled(taxonomy.updatedAt())));
  }

  private static byte[] compressed(Taxonomy taxonomy) {
    byte[] json = json(taxonomy.categories());
    byte[] gzip = json.length <= MAX_JSON_BYTES ? Gzip.compress(json) : json;
    if (gzip.length > MAX_GZIP_BYTES) {
      throw new HeadroomException.TooLarge(
          "The categories are too large. They may have at most %,d bytes as JSON and %,d bytes compressed; use fewer or shorter keywords and descriptions."
              .formatted(MAX_JSON_BYTES, MAX_GZIP_BYTES));
    }
    return gzip;
  }

  /** Reads a taxonomy consistently; empty when there is none. */
  public Optional<Taxonomy> find(String tenant, String id) {
    if (!Taxonomy.isId(id)) {
      return Optional.empty();
    }
    var item =
        new Item(
            dynamoDb
                .getItem(get -> get.tableName(table).key(key(tenant, id)).consistentRead(true))
                .item());
    return item.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Taxonomy(
                id,
                item.text("name"),
                categories(item.get("categories").b().asByteArrayUnsafe()),
                item.instant("created_at"),
                item.instant("updated_at")));
  }

  /**
   * Removes a taxonomy.
   *
   * @return false when there was none
   */
  public boolean delete(String tenant, String id) {
    return Taxonomy.isId(id)
        && dynamoDb
            .deleteItem(
                delete ->
                    delete.tableName(table).key(key(tenant, id)).returnValues(ReturnValue.ALL_OLD))
            .hasAttributes();
  }

  /** A taxonomy without its categories. */
  public record Summary(
      String id, String name, int categoriesCount, Instant createdAt, Instant updatedAt) {}

  /**
   * A page of taxonomies.
   *
   * @param after the id of the last one, or empty when there are no more. A page may have fewer
   *     than the limit nevertheless, since DynamoDB reads at most 1 MB at once, categories included
   */
  public record Page(List<Summary> taxonomies, Optional<String> after) {}

  /**
   * Reads a tenant's taxonomies consistently, in the order of their ids.
   *
   * @param limit the greatest number of taxonomies
   * @param after the id after which the page begins; empty for the first page
   */
  public Page list(String tenant, int limit, Optional<String> after) {
    QueryResponse response = query(tenant, limit, after);
    List<Summary> found =
        response.items().stream().map(Item::new).map(TaxonomyStore::summary).toList();
    List<Summary> page = found.stream().limit(limit).toList();
    boolean more = found.size() > limit || response.hasLastEvaluatedKey();
    return new Page(
        page, more && !page.isEmpty() ? Optional.of(page.getLast().id()) : Optional.empty());
  }

  private QueryResponse query(String tenant, int limit, Optional<String> after) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":tenant", AttributeValue.fromS(tenant));
    after.ifPresent(id -> values.put(":after", AttributeValue.fromS(id)));
    return dynamoDb.query(
        query ->
            query
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression(
                    after.isPresent()
                        ? "tenant = :tenant AND taxonomy_id > :after"
                        : "tenant = :tenant")
                .expressionAttributeValues(values)
                .expressionAttributeNames(Map.of("#name", "name"))
                .projectionExpression(
                    "taxonomy_id, #name, categories_count, created_at, updated_at")
                .limit(limit + 1)); // one more shows whether there is a next page
  }

  private static Summary summary(Item item) {
    return new Summary(
        item.text("taxonomy_id"),
        item.text("name"),
        Math.toIntExact(item.number("categories_count")),
        item.instant("created_at"),
        item.instant("updated_at"));
  }

  private static Map<String, AttributeValue> key(String tenant, String id) {
    return Map.of("tenant", AttributeValue.fromS(tenant), "taxonomy_id", AttributeValue.fromS(id));
  }

  private static byte[] json(List<Category> categories) {
    try {
      return Json.STORED.writeValueAsBytes(categories);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Category> categories(byte[] gzip) {
    try {
      return Json.STORED.readValue(Gzip.decompress(gzip), CATEGORIES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

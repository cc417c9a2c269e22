package dev.headroom.jobs.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import java.util.Optional;

/**
 * What is stored first of a result. Its long array, if it has one, is either in it, or is cut into
 * blocks, each an object of its own.
 *
 * @param result what the client gets, without the array when it is in blocks
 * @param pagedBy the name of the array that is read in pages
 */
record ResultHead(ObjectNode result, Optional<String> pagedBy, Optional<Blocks> blocks) {
  /** A page ends before it holds more than this, so that it fits into Lambda's 6 MB. */
  static final int MAX_PAGE_CHARACTERS = 1_500_000;

  private static final String PAGED_BY = "paged_by";
  private static final String BLOCKS = "blocks";
  private static final String STARTS = "starts";
  private static final String TOTAL = "total";
  private static final String RESULT = "result";

  /**
   * Where the blocks of an array are.
   *
   * @param key of the objects, but for {@code .0}, {@code .1} and so on
   * @param starts the index of the item that each block begins with
   * @param total how many items there are
   */
  record Blocks(String key, ArrayNode starts, int total) {
    String key(int block) {
      return key + "." + block;
    }
  }

  static ResultHead read(ObjectNode document) {
    return new ResultHead(
        (ObjectNode) document.get(RESULT),
        Optional.ofNullable(document.path(PAGED_BY).textValue()),
        document.has(BLOCKS)
            ? Optional.of(
                new Blocks(
                    document.path(BLOCKS).asText(),
                    (ArrayNode) document.get(STARTS),
                    document.path(TOTAL).intValue()))
            : Optional.empty());
  }

  JsonNode document() {
    ObjectNode document = Json.SNAKE_CASE.createObjectNode();
    pagedBy.ifPresent(name -> document.put(PAGED_BY, name));
    blocks.ifPresent(
        where ->
            document
                .put(BLOCKS, where.key())
                .put(TOTAL, where.total())
                .set(STARTS, where.starts()));
    return document.set(RESULT, result);
  }
}

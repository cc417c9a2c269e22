package dev.headroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Results, stored so that a page of one costs the same wherever it lies: the long array of a large
 * result is cut into blocks, each an object of its own, and a head says which item each block
 * begins with.
 */
public final class JobResults {
  /** Characters of JSON after which a block ends. */
  private static final int BLOCK_CHARACTERS = 256 * 1024;

  /** A page ends before it holds more than this, so that it fits into Lambda's 6 MB. */
  private static final int MAX_PAGE_CHARACTERS = 1_500_000;

  private static final String PAGED_BY = "paged_by";
  private static final String BLOCKS = "blocks";
  private static final String STARTS = "starts";
  private static final String TOTAL = "total";
  private static final String RESULT = "result";

  private final Payloads payloads;

  public JobResults(Payloads payloads) {
    this.payloads = payloads;
  }

  /**
   * Stores the result of one attempt. Attempts never share a key, so that one that has lost its
   * lease cannot overwrite what another has written.
   *
   * @throws HeadroomException.Invalid when what is not paged is too large to be read at once
   */
  public Payload save(String jobId, int attempt, Outcome.Completed outcome) {
    String key = "jobs/%s/%d/result".formatted(jobId, attempt);
    ObjectNode head = Json.SNAKE_CASE.createObjectNode();
    head.setAll(outcome.result());
    ObjectNode document = Json.SNAKE_CASE.createObjectNode();
    outcome.pagedBy().ifPresent(name -> document.put(PAGED_BY, name));
    outcome
        .pagedBy()
        .map(name -> outcome.result().withArrayProperty(name))
        .filter(JobResults::isLong)
        .ifPresent(
            items -> {
              ArrayNode starts = document.putArray(STARTS);
              blocks(items).forEach(block -> saveBlock(key, starts, block));
              document.put(BLOCKS, key).put(TOTAL, items.size());
              head.putArray(outcome.pagedBy().orElseThrow());
            });
    if (head.toString().length() > MAX_PAGE_CHARACTERS) {
      throw new HeadroomException.Invalid(
          "result",
          "must have at most %,d characters beside its paged array".formatted(MAX_PAGE_CHARACTERS));
    }
    document.set(RESULT, head);
    return payloads.save(key, document);
  }

  private static boolean isLong(ArrayNode items) {
    long characters = 0;
    for (int i = 0; i < items.size() && characters <= BLOCK_CHARACTERS; i++) {
      characters += items.get(i).toString().length();
    }
    return characters > BLOCK_CHARACTERS;
  }

  private void saveBlock(String key, ArrayNode starts, Block block) {
    payloads.put(key + "." + starts.size(), block.items());
    starts.add(block.start());
  }

  private record Block(int start, ArrayNode items) {}

  private static List<Block> blocks(ArrayNode items) {
    List<Block> blocks = new ArrayList<>();
    Block block = new Block(0, Json.SNAKE_CASE.createArrayNode());
    int characters = 0;
    for (int i = 0; i < items.size(); i++) {
      int length = items.get(i).toString().length();
      if (length > MAX_PAGE_CHARACTERS) {
        throw new HeadroomException.Invalid(
            "result", "must have items of at most %,d characters".formatted(MAX_PAGE_CHARACTERS));
      }
      if (characters + length > BLOCK_CHARACTERS && !block.items().isEmpty()) {
        blocks.add(block);
        block = new Block(i, Json.SNAKE_CASE.createArrayNode());
        characters = 0;
      }
      block.items().add(items.get(i));
      characters += length;
    }
    blocks.add(block);
    return blocks;
  }

  /**
   * The result with one page of its long array, and {@code next_cursor}: null on the last page.
   *
   * @param limit items on a page, at least 1
   * @param cursor the {@code next_cursor} of the page before; empty for the first
   * @throws HeadroomException.Invalid when the cursor is none of this result
   */
  public ObjectNode page(Payload stored, int limit, Optional<String> cursor) {
    ObjectNode document = payloads.load(stored);
    ObjectNode result = (ObjectNode) document.get(RESULT);
    JsonNode pagedBy = document.path(PAGED_BY);
    int from = cursor.map(text -> Cursor.offset("cursor", text)).orElse(0);
    if (!pagedBy.isTextual()) {
      return result.putNull("next_cursor");
    }
    ArrayNode all = result.withArrayProperty(pagedBy.textValue());
    boolean blocks = document.has(BLOCKS);
    int total = blocks ? document.path(TOTAL).intValue() : all.size();
    if (from > total) {
      throw new HeadroomException.Invalid("cursor", "must be a next_cursor of this result");
    }
    ArrayNode page = Json.SNAKE_CASE.createArrayNode();
    int end = Math.min(total, from + limit);
    Reader reader =
        blocks ? new Reader(document.path(BLOCKS).asText(), document.path(STARTS)) : null;
    int characters = 0;
    int next = from;
    while (next < end) {
      JsonNode item = reader == null ? all.get(next) : reader.item(next);
      characters += item.toString().length();
      if (characters > MAX_PAGE_CHARACTERS && next > from) {
        break;
      }
      page.add(item);
      next++;
    }
    result.set(pagedBy.textValue(), page);
    result.put("next_cursor", next < total ? Cursor.ofOffset(next) : null);
    return result;
  }

  /** Reads the blocks that a page lies in, each once. */
  private final class Reader {
    private final String key;
    private final JsonNode starts;
    private int block = -1;
    private JsonNode items = Json.SNAKE_CASE.createArrayNode();

    Reader(String key, JsonNode starts) {
      this.key = key;
      this.starts = starts;
    }

    JsonNode item(int index) {
      int at = block < 0 ? 0 : block;
      while (at + 1 < starts.size() && starts.get(at + 1).intValue() <= index) {
        at++;
      }
      if (at != block) {
        items = payloads.get(key + "." + at);
        block = at;
      }
      return items.get(index - starts.get(at).intValue());
    }
  }
}

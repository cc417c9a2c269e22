package dev.headroom.jobs.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.Outcome;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.store.Payloads;
import dev.headroom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores results so that a page of one costs the same wherever it lies: a long array is cut into
 * blocks, each an object of its own.
 */
public final class ResultWriter {
  /** Characters of JSON after which a block ends. */
  private static final int BLOCK_CHARACTERS = 256 * 1024;

  private final Payloads payloads;

  public ResultWriter(Payloads payloads) {
    this.payloads = payloads;
  }

  /**
   * Stores the result of one turn. Turns never share a key, so that one that has lost its lease
   * cannot overwrite what another has written.
   *
   * @throws HeadroomException.Invalid when what is not paged is too large to be read at once
   */
  public Payload save(JobFolder folder, int turn, Outcome.Completed outcome) {
    String key = folder.key(turn + "/result");
    ObjectNode result = Json.SNAKE_CASE.createObjectNode();
    result.setAll(outcome.result());
    Optional<ArrayNode> tooLong =
        outcome
            .pagedBy()
            .map(name -> outcome.result().withArrayProperty(name))
            .filter(ResultWriter::isLong);
    if (tooLong.isPresent()) {
      result.putArray(outcome.pagedBy().orElseThrow());
    }
    if (result.toString().length() > ResultHead.MAX_PAGE_CHARACTERS) {
      throw new HeadroomException.Invalid(
          "result",
          "must have at most %,d characters beside its paged array"
              .formatted(ResultHead.MAX_PAGE_CHARACTERS));
    }
    var blocks = tooLong.map(items -> save(key, items));
    Payload head = payloads.save(key, new ResultHead(result, outcome.pagedBy(), blocks).document());
    return switch (head) {
      case Payload.Inline(var gzip, long bytes, _) ->
          new Payload.Inline(gzip, bytes, blocks.isPresent());
      case Payload.Stored stored -> stored;
    };
  }

  private static boolean isLong(ArrayNode items) {
    long characters = 0;
    for (int i = 0; i < items.size() && characters <= BLOCK_CHARACTERS; i++) {
      characters += items.get(i).toString().length();
    }
    return characters > BLOCK_CHARACTERS;
  }

  private ResultHead.Blocks save(String key, ArrayNode items) {
    ArrayNode starts = Json.SNAKE_CASE.createArrayNode();
    var where = new ResultHead.Blocks(key, starts, items.size());
    int start = 0;
    for (ArrayNode block : blocks(items)) {
      payloads.put(where.key(starts.size()), block);
      starts.add(start);
      start += block.size();
    }
    return where;
  }

  private static List<ArrayNode> blocks(ArrayNode items) {
    List<ArrayNode> blocks = new ArrayList<>();
    ArrayNode block = Json.SNAKE_CASE.createArrayNode();
    int characters = 0;
    for (int i = 0; i < items.size(); i++) {
      int length = items.get(i).toString().length();
      if (length > ResultHead.MAX_PAGE_CHARACTERS) {
        throw new HeadroomException.Invalid(
            "result",
            "must have items of at most %,d characters".formatted(ResultHead.MAX_PAGE_CHARACTERS));
      }
      if (characters + length > BLOCK_CHARACTERS && !block.isEmpty()) {
        blocks.add(block);
        block = Json.SNAKE_CASE.createArrayNode();
        characters = 0;
      }
      block.add(items.get(i));
      characters += length;
    }
    blocks.add(block);
    return blocks;
  }
}

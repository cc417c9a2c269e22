package dev.headroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import java.util.Optional;

/** Reads what {@link ResultWriter} has stored. */
public final class JobResults {
  private final Payloads payloads;

  public JobResults(Payloads payloads) {
    this.payloads = payloads;
  }

  /**
   * The result of a job with one page of its long array, and {@code next_cursor}: null on the last
   * page.
   *
   * @param limit items on a page, at least 1
   * @param cursor the {@code next_cursor} of the page before; empty for the first
   * @throws HeadroomException.Conflict when the job has no result
   * @throws HeadroomException.Invalid when the cursor is none of this result
   */
  public ObjectNode page(Job job, int limit, Optional<String> cursor) {
    return page(stored(job), limit, cursor);
  }

  /** The same of what is stored somewhere. */
  ObjectNode page(Payload stored, int limit, Optional<String> cursor) {
    ResultHead head = ResultHead.read(payloads.load(stored));
    int from = cursor.map(text -> Cursor.offset("cursor", text)).orElse(0);
    if (head.pagedBy().isEmpty()) {
      return head.result().putNull("next_cursor");
    }
    String name = head.pagedBy().get();
    var items = new Items(head, name);
    if (from > items.total) {
      throw new HeadroomException.Invalid("cursor", "must be a next_cursor of this result");
    }
    ArrayNode page = Json.SNAKE_CASE.createArrayNode();
    int end = Math.min(items.total, from + limit);
    int characters = 0;
    int next = from;
    while (next < end) {
      JsonNode item = items.get(next);
      characters += item.toString().length();
      if (characters > ResultHead.MAX_PAGE_CHARACTERS && next > from) {
        break;
      }
      page.add(item);
      next++;
    }
    head.result().set(name, page);
    return head.result().put("next_cursor", next < items.total ? Cursor.ofOffset(next) : null);
  }

  /**
   * The whole result of a job, however long it is.
   *
   * @throws HeadroomException.Conflict when the job has no result
   */
  public ObjectNode whole(Job job) {
    ResultHead head = ResultHead.read(payloads.load(stored(job)));
    head.blocks()
        .ifPresent(
            blocks -> {
              ArrayNode all = head.result().putArray(head.pagedBy().orElseThrow());
              for (int block = 0; block < blocks.starts().size(); block++) {
                all.addAll((ArrayNode) payloads.get(blocks.key(block)));
              }
            });
    return head.result();
  }

  private static Payload stored(Job job) {
    return job.result()
        .orElseThrow(
            () ->
                new HeadroomException.Conflict(
                    "There is no result: the job is %s.".formatted(Json.spelled(job.status()))));
  }

  /** The items of a long array; of its blocks, the one is read that an item lies in. */
  private final class Items {
    private final Optional<ResultHead.Blocks> blocks;
    private final int total;
    private JsonNode here;
    private int start;
    private int block = -1;

    Items(ResultHead head, String name) {
      this.blocks = head.blocks();
      this.here = head.result().withArrayProperty(name);
      this.total = blocks.map(ResultHead.Blocks::total).orElse(here.size());
    }

    /** An item; they are asked for in order. */
    JsonNode get(int index) {
      blocks.ifPresent(where -> turnTo(where, index));
      return here.get(index - start);
    }

    private void turnTo(ResultHead.Blocks where, int index) {
      int at = Math.max(block, 0);
      while (at + 1 < where.starts().size() && where.starts().get(at + 1).intValue() <= index) {
        at++;
      }
      if (at != block) {
        here = payloads.get(where.key(at));
        start = where.starts().get(at).intValue();
        block = at;
      }
    }
  }
}

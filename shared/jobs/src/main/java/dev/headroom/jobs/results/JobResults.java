package dev.headroom.jobs.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.store.Payloads;
import dev.headroom.json.Json;
import dev.headroom.paging.Cursor;
import java.util.Optional;

/** Reads what {@link ResultWriter} has stored. */
public final class JobResults {
  private final Payloads payloads;
  private final Objects objects;

  public JobResults(Payloads payloads) {
    this(payloads, (_, key) -> payloads.get(key));
  }

  /** With another way to the objects that results are stored in. */
  public JobResults(Payloads payloads, Objects objects) {
    this.payloads = payloads;
    this.objects = objects;
  }

  /**
   * Reads an object of a tenant's job. It never changes: who pages through a result reads the same
   * ones again and again.
   */
  @FunctionalInterface
  public interface Objects {
    /** The object; nobody changes what is returned. */
    JsonNode read(String tenant, String key);
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
    return page(job.tenant(), stored(job), limit, cursor);
  }

  /** The same of what is stored somewhere. */
  ObjectNode page(String tenant, Payload stored, int limit, Optional<String> cursor) {
    ResultHead head = head(tenant, stored);
    int from = cursor.map(text -> Cursor.offset("cursor", text)).orElse(0);
    if (head.pagedBy().isEmpty()) {
      return head.result().putNull("next_cursor");
    }
    String name = head.pagedBy().get();
    var items = new Items(tenant, head, name);
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
    ResultHead head = head(job.tenant(), stored(job));
    head.blocks()
        .ifPresent(
            blocks -> {
              ArrayNode all = head.result().putArray(head.pagedBy().orElseThrow());
              for (int block = 0; block < blocks.starts().size(); block++) {
                all.addAll((ArrayNode) objects.read(job.tenant(), blocks.key(block)));
              }
            });
    return head.result();
  }

  private ResultHead head(String tenant, Payload stored) {
    return ResultHead.read(
        switch (stored) {
          case Payload.Inline inline -> payloads.load(inline);
          // What was read is not ours to change, and a page is put into it.
          case Payload.Stored where -> objects.read(tenant, where.key()).deepCopy();
        });
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
    private final String tenant;
    private final Optional<ResultHead.Blocks> blocks;
    private final int total;
    private JsonNode here;
    private int start;
    private int block = -1;

    Items(String tenant, ResultHead head, String name) {
      this.tenant = tenant;
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
        here = objects.read(tenant, where.key(at));
        start = where.starts().get(at).intValue();
        block = at;
      }
    }
  }
}

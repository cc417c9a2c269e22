package dev.headroom.jobs.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.Outcome;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.store.Payloads;
import dev.headroom.json.Json;
import dev.headroom.objects.FolderObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobResultsTest {
  private static final JobFolder FOLDER =
      JobFolder.of("acme", "job_" + "1".repeat(32), Instant.parse("2026-01-02T03:04:05.678Z"));

  @TempDir private Path folder;
  private JobResults results = new JobResults(new Payloads(new FolderObjectStore(Path.of("."))));
  private ResultWriter writer = new ResultWriter(new Payloads(new FolderObjectStore(Path.of("."))));

  @BeforeEach
  void open() {
    var payloads = new Payloads(new FolderObjectStore(folder));
    results = new JobResults(payloads);
    writer = new ResultWriter(payloads);
  }

  private static Outcome.Completed aResult(int items, int charactersEach) {
    ObjectNode result = Json.SNAKE_CASE.createObjectNode();
    result.put("title", "a result");
    var rows = result.putArray("rows");
    for (int i = 0; i < items; i++) {
      rows.addObject().put("index", i).put("text", "x".repeat(charactersEach));
    }
    result.put("after", true);
    return new Outcome.Completed(result, "rows");
  }

  private List<Integer> readAll(Payload stored, int limit) {
    List<Integer> indices = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      ObjectNode page = results.page("acme", stored, limit, cursor);
      assertThat(page.path("title").asText()).isEqualTo("a result");
      assertThat(page.path("rows").size()).isLessThanOrEqualTo(limit);
      page.path("rows").forEach(row -> indices.add(row.path("index").intValue()));
      cursor = Optional.ofNullable(page.path("next_cursor").textValue());
    } while (cursor.isPresent());
    return indices;
  }

  private static List<Integer> upTo(int items) {
    return java.util.stream.IntStream.range(0, items).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 100})
  void every_item_of_a_small_result_is_read_once_in_order(int items) {
    assertThat(readAll(writer.save(FOLDER, 1, aResult(items, 3)), 8)).isEqualTo(upTo(items));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 200})
  void every_item_of_a_large_result_is_read_once_in_order(int limit) {
    assertThat(readAll(writer.save(FOLDER, 1, aResult(1_000, 2_000)), limit))
        .isEqualTo(upTo(1_000));
  }

  @Test
  void a_small_result_lies_in_the_item() {
    Payload small = writer.save(FOLDER, 1, aResult(10, 10));

    assertThat(small).isInstanceOf(Payload.Inline.class);
    assertThat(small.hasObjects()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_head_in_the_item_tells_that_its_blocks_are_objects() {
    Payload head = writer.save(FOLDER, 1, aResult(1_000, 2_000));

    assertThat(head).isInstanceOf(Payload.Inline.class);
    assertThat(head.hasObjects()).isTrue();
  }

  @Test
  void a_page_of_a_large_result_reads_the_head_and_its_own_blocks_alone() throws Exception {
    Payload stored = writer.save(FOLDER, 1, aResult(1_000, 2_000));
    List<Path> blocks;
    try (var files = Files.walk(folder)) {
      blocks = files.filter(file -> file.getFileName().toString().startsWith("result.")).toList();
    }
    assertThat(blocks).hasSizeGreaterThan(5);
    for (Path block : blocks) {
      if (!block.endsWith("result.0")) {
        Files.delete(block);
      }
    }

    JsonNode first = results.page("acme", stored, 50, Optional.empty());

    assertThat(first.path("rows").size()).isEqualTo(50);
  }

  @Test
  void a_page_ends_before_it_is_too_large_for_an_answer() {
    Payload stored = writer.save(FOLDER, 1, aResult(20, 400_000));

    ObjectNode page = results.page("acme", stored, 20, Optional.empty());

    assertThat(page.path("rows").size()).isEqualTo(3);
    assertThat(readAll(stored, 20)).isEqualTo(upTo(20));
  }

  @Test
  void what_can_never_be_an_answer_is_not_taken() {
    assertThatThrownBy(() -> writer.save(FOLDER, 1, aResult(2, 2_000_000)))
        .isInstanceOf(HeadroomException.Invalid.class);
    ObjectNode unpaged = Json.SNAKE_CASE.createObjectNode().put("text", "x".repeat(2_000_000));
    assertThatThrownBy(() -> writer.save(FOLDER, 1, new Outcome.Completed(unpaged)))
        .isInstanceOf(HeadroomException.Invalid.class);
  }

  @Test
  void attempts_do_not_overwrite_each_other() {
    Payload first = writer.save(FOLDER, 1, aResult(500, 2_000));
    Payload second = writer.save(FOLDER, 2, aResult(400, 2_000));

    assertThat(readAll(first, 200)).hasSize(500);
    assertThat(readAll(second, 200)).hasSize(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "YXQ6LTE", "YXQ6OTk5", "=", "💥"})
  void a_cursor_that_is_none_is_refused(String cursor) {
    Payload stored = writer.save(FOLDER, 1, aResult(10, 10));

    assertThatThrownBy(() -> results.page("acme", stored, 5, Optional.of(cursor)))
        .isInstanceOf(HeadroomException.Invalid.class)
        .hasMessageContaining("cursor");
  }

  @Test
  void a_result_without_a_long_array_has_one_page() {
    ObjectNode result = Json.SNAKE_CASE.createObjectNode().put("answer", 42);

    ObjectNode page =
        results.page(
            "acme", writer.save(FOLDER, 1, new Outcome.Completed(result)), 1, Optional.empty());

    assertThat(page.path("answer").intValue()).isEqualTo(42);
    assertThat(page.path("next_cursor").isNull()).isTrue();
  }
}

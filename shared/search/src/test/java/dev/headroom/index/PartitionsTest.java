package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** However a tenant is divided, it is one index, and no other tenant's. */
@ExtendWith(WithChunkTable.class)
class PartitionsTest {
  private static final List<Integer> COUNTS = List.of(1, 2, 4, 16);

  @TempDir private Path folder;

  private static void apply(IndexFixture fixture, int partitions, List<String> ids) {
    IndexWriters writers = fixture.writers();
    Map<Partition, List<String>> each =
        ids.stream()
            .collect(
                Collectors.groupingBy(
                    id -> Partition.of(fixture.tenant(), ChunkStore.bucket(id), partitions)));
    each.forEach((partition, some) -> writers.of(partition).apply(some));
  }

  @Test
  void any_number_of_partitions_finds_the_same(ChunkTable table) throws Exception {
    IndexFixture fixture = IndexFixture.of(table, folder);
    List<String> ids = IntStream.range(0, 60).mapToObj(i -> "id " + i).toList();
    for (String id : ids) {
      fixture.put(
          id, "word ".repeat(1 + id.length() % 3) + (id.hashCode() % 2 == 0 ? "even" : "odd"));
    }
    COUNTS.forEach(partitions -> apply(fixture, partitions, ids));
    fixture.put(ids.get(7), "replaced word");
    fixture.remove(ids.get(8), ids.get(9));
    COUNTS.forEach(partitions -> apply(fixture, partitions, ids.subList(7, 10)));

    List<List<Object>> answers = new ArrayList<>();
    for (int partitions : COUNTS) {
      IndexReaders readers = fixture.readers(partitions, Long.MAX_VALUE);
      assertThat(fixture.found(readers)).as("%d", partitions).isEqualTo(fixture.chunks());
      // Removed chunks are merged away before scores are compared.
      IndexWriters writers = fixture.writers();
      Partition.all(fixture.tenant(), partitions)
          .forEach(each -> writers.of(each).rebuild(_ -> {}));
      answers.add(answers(fixture, readers));
    }
    assertThat(answers).containsOnly(answers.getFirst());
  }

  private static List<Object> answers(IndexFixture fixture, IndexReaders readers)
      throws IOException {
    List<Object> answers = new ArrayList<>();
    try (IndexView view = readers.open(fixture.tenant())) {
      answers.add(Contents.of(view));
      for (String word : List.of("word", "even", "odd", "replac", "nothing")) {
        var query = new TermQuery(new Term(Schema.TEXT, word));
        answers.add(view.searcher().count(query));
        for (ScoreDoc hit : view.searcher().search(query, 100).scoreDocs) {
          answers.add(hit.score);
        }
      }
    }
    return answers;
  }

  @Test
  void each_bucket_is_of_one_partition() {
    for (int count : List.of(1, 2, 4, 8, 16)) {
      List<Partition> all = Partition.all("tenant", count);
      assertThat(all.stream().flatMap(each -> each.buckets().boxed()))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, ChunkStore.BUCKETS).boxed().toList());
      IntStream.range(0, ChunkStore.BUCKETS)
          .forEach(
              bucket ->
                  assertThat(Partition.of("tenant", bucket, count).buckets()).contains(bucket));
      assertThat(all.stream().map(Partition::prefix)).doesNotHaveDuplicates();
    }
    assertThatThrownBy(() -> new Partition("tenant", 0, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Partition("tenant", 2, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void no_tenant_sees_anothers(ChunkTable table) {
    List<IndexFixture> sites =
        Stream.of("a", "a#00", "a#00#00", "A", "", "\ud83d\ude80", "a/b", "../a", "a ", "\u00e5")
            .map(tenant -> IndexFixture.of(table, folder, tenant))
            .toList();
    for (IndexFixture fixture : sites) {
      for (int i = 0; i < 3; i++) {
        fixture.put("same " + i, "of " + fixture.tenant());
      }
      apply(fixture, 2, List.of("same 0", "same 1", "same 2"));
    }
    IndexReaders shared = sites.getFirst().readers(2, Long.MAX_VALUE);
    for (IndexFixture fixture : sites) {
      assertThat(fixture.found(shared).values())
          .as(fixture.tenant())
          .hasSize(3)
          .extracting(Chunk::text)
          .containsOnly("of " + fixture.tenant());
    }
  }

  @Test
  void a_tenant_can_be_divided_otherwise_by_a_rebuild(ChunkTable table) {
    IndexFixture fixture = IndexFixture.of(table, folder);
    List<String> ids = IntStream.range(0, 20).mapToObj(i -> "id " + i).toList();
    ids.forEach(id -> fixture.put(id, "text"));
    apply(fixture, 1, ids);
    IndexReaders divided = fixture.readers(4, Long.MAX_VALUE);
    assertThat(fixture.found(divided)).isEmpty();

    IndexWriters writers = fixture.writers();
    Partition.all(fixture.tenant(), 4).forEach(each -> writers.of(each).rebuild(_ -> {}));
    assertThat(fixture.found(divided)).isEqualTo(fixture.chunks());
  }
}

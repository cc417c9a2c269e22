package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  private static void apply(Site site, int partitions, List<String> ids) {
    IndexWriters writers = site.writers();
    Map<Partition, List<String>> each =
        ids.stream()
            .collect(
                Collectors.groupingBy(
                    id -> Partition.of(site.tenant(), ChunkStore.bucket(id), partitions)));
    each.forEach((partition, some) -> writers.of(partition).apply(some));
  }

  @Test
  void any_number_of_partitions_finds_the_same(ChunkTable table) throws Exception {
    Site site = Site.of(table, folder);
    List<String> ids = IntStream.range(0, 60).mapToObj(i -> "id " + i).toList();
    for (String id : ids) {
      site.put(id, "word ".repeat(1 + id.length() % 3) + (id.hashCode() % 2 == 0 ? "even" : "odd"));
    }
    COUNTS.forEach(partitions -> apply(site, partitions, ids));
    site.put(ids.get(7), "replaced word");
    site.remove(ids.get(8), ids.get(9));
    COUNTS.forEach(partitions -> apply(site, partitions, ids.subList(7, 10)));

    List<List<Object>> answers = new ArrayList<>();
    for (int partitions : COUNTS) {
      IndexReaders readers = site.readers(partitions, Long.MAX_VALUE);
      assertThat(site.found(readers)).as("%d", partitions).isEqualTo(site.chunks());
      // Removed chunks are merged away before scores are compared.
      IndexWriters writers = site.writers();
      Partition.all(site.tenant(), partitions).forEach(each -> writers.of(each).rebuild(_ -> {}));
      answers.add(answers(site, readers));
    }
    assertThat(answers).containsOnly(answers.getFirst());
  }

  private static List<Object> answers(Site site, IndexReaders readers) throws IOException {
    List<Object> answers = new ArrayList<>();
    try (IndexView view = readers.open(site.tenant())) {
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
    List<Site> sites =
        Stream.of("a", "a#00", "a#00#00", "A", "", "\ud83d\ude80", "a/b", "../a", "a ", "\u00e5")
            .map(tenant -> Site.of(table, folder, tenant))
            .toList();
    for (Site site : sites) {
      for (int i = 0; i < 3; i++) {
        site.put("same " + i, "of " + site.tenant());
      }
      apply(site, 2, List.of("same 0", "same 1", "same 2"));
    }
    IndexReaders shared = sites.getFirst().readers(2, Long.MAX_VALUE);
    for (Site site : sites) {
      assertThat(site.found(shared).values())
          .as(site.tenant())
          .hasSize(3)
          .extracting(Chunk::text)
          .containsOnly("of " + site.tenant());
    }
  }

  @Test
  void a_tenant_can_be_divided_otherwise_by_a_rebuild(ChunkTable table) {
    Site site = Site.of(table, folder);
    List<String> ids = IntStream.range(0, 20).mapToObj(i -> "id " + i).toList();
    ids.forEach(id -> site.put(id, "text"));
    apply(site, 1, ids);
    IndexReaders divided = site.readers(4, Long.MAX_VALUE);
    assertThat(site.found(divided)).isEmpty();

    IndexWriters writers = site.writers();
    Partition.all(site.tenant(), 4).forEach(each -> writers.of(each).rebuild(_ -> {}));
    assertThat(site.found(divided)).isEqualTo(site.chunks());
  }
}

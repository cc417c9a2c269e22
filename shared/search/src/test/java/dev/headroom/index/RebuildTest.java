package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.reading.IndexView;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.sweeping.Sweep;
import dev.headroom.index.writing.PartitionWriter;
import dev.headroom.index.writing.Publisher;
import dev.headroom.index.writing.RebuildMarker;
import dev.headroom.search.Chunk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An index that is built anew finds what the one does that was changed step by step. {@code
 * -Dindex.seeds=200} makes so many histories.
 */
@ExtendWith(WithChunkTable.class)
class RebuildTest {
  private static final int SEEDS = 3;
  private static final int STEPS = 15;
  private static final List<String> WORDS =
      List.of("cloud", "lambda", "queue", "table", "stream", "bucket", "region", "cache");

  @TempDir private Path folder;
  private IndexFixture fixture;
  private PartitionWriter writer;

  @BeforeEach
  void open(ChunkTable table) {
    fixture = IndexFixture.of(table, folder);
    writer = fixture.writer();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("index.seeds", SEEDS));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rebuilt_equals_incremental(long seed) throws Exception {
    writeHistory(new Random(seed));
    Map<String, Object> incremental = answers();
    assertThat(fixture.found()).as("seed %d", seed).isEqualTo(fixture.chunks());

    writer.rebuild(_ -> {});
    Map<String, Object> rebuilt = answers();
    List<List<Float>> scores = scores();
    assertThat(rebuilt).as("seed %d", seed).isEqualTo(incremental);
    fixture.assertIndexEqualsTable("seed", seed);

    // Of a word's rarity, chunks that were removed and not merged away count: so only rebuilt
    // indexes score alike.
    fixture.writer().rebuild(_ -> {});
    assertThat(scores()).as("seed %d", seed).isEqualTo(scores);
  }

  private void writeHistory(Random random) {
    for (int step = 0; step < STEPS; step++) {
      Set<String> ids = new LinkedHashSet<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        String id = "id " + random.nextInt(25);
        ids.add(id);
        if (random.nextInt(3) == 0) {
          fixture.remove(id);
        } else {
          fixture.put(aChunk(id, random));
        }
      }
      writer.apply(ids);
    }
  }

  private static Chunk aChunk(String id, Random random) {
    return new Chunk(
        id,
        random.nextBoolean() ? Optional.of("document " + random.nextInt(3)) : Optional.empty(),
        random.nextBoolean() ? Optional.of(words(random)) : Optional.empty(),
        words(random),
        random.nextBoolean() ? List.of(word(random), "every") : List.of(),
        random.nextInt(11) / 10.0,
        Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L)));
  }

  private static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private static String words(Random random) {
    return IntStream.rangeClosed(0, random.nextInt(12))
        .mapToObj(_ -> word(random))
        .collect(Collectors.joining(" "));
  }

  private static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (String word : WORDS) {
      String stem = word.endsWith("e") ? word.substring(0, word.length() - 1) : word;
      queries.add(new TermQuery(new Term(Schema.TEXT, stem)));
      queries.add(new TermQuery(new Term(Schema.WORDS, word)));
      queries.add(new TermQuery(new Term(Schema.CATEGORY, word)));
    }
    queries.add(new TermQuery(new Term(Schema.CATEGORY, "every")));
    queries.add(new TermQuery(new Term(Schema.DOCUMENT, "document 1")));
    return queries;
  }

  private static List<Sort> sorts() {
    var byId = new SortField(Schema.ID, SortField.Type.STRING);
    return List.of(
        new Sort(byId),
        new Sort(new SortedNumericSortField(Schema.CREATED, SortField.Type.LONG, true), byId),
        new Sort(new SortedNumericSortField(Schema.CONFIDENCE, SortField.Type.DOUBLE), byId));
  }

  /** Everything but scores: chunks, counts, and orders. */
  private Map<String, Object> answers() throws IOException {
    Map<String, Object> answers = new TreeMap<>();
    try (IndexView view = fixture.readers().open(fixture.tenant())) {
      answers.put("chunks", Contents.of(view));
      IndexSearcher searcher = view.searcher();
      for (Query query : queries()) {
        answers.put("count of " + query, searcher.count(query));
        for (Sort sort : sorts()) {
          answers.put(query + " by " + sort, ids(searcher, searcher.search(query, 100, sort)));
        }
      }
    }
    assertThat(answers.values()).as("some word is found").anyMatch(count -> !count.equals(0));
    return answers;
  }

  private static List<String> ids(IndexSearcher searcher, TopDocs hits) throws IOException {
    var stored = searcher.storedFields();
    List<String> ids = new ArrayList<>();
    for (ScoreDoc hit : hits.scoreDocs) {
      ids.add(Schema.chunk(stored.document(hit.doc)).id());
    }
    return ids;
  }

  private List<List<Float>> scores() throws IOException {
    List<List<Float>> scores = new ArrayList<>();
    try (IndexView view = fixture.readers().open(fixture.tenant())) {
      for (Query query : queries()) {
        List<Float> each = new ArrayList<>();
        for (ScoreDoc hit : view.searcher().search(query, 100).scoreDocs) {
          each.add(hit.score);
        }
        scores.add(each);
      }
    }
    return scores;
  }

  @Test
  void what_is_changed_during_a_rebuild_is_in_it() {
    for (int i = 0; i < 20; i++) {
      fixture.put("old " + i, "before");
    }
    writer.apply(List.of());
    var pages = new AtomicInteger();

    fixture
        .writer()
        .rebuild(
            _ -> {
              int page = pages.incrementAndGet();
              fixture.put("new " + page, "meanwhile");
              fixture.put("old " + page, "meanwhile");
              fixture.remove("old " + (page + 1));
              writer.apply(List.of("new " + page, "old " + page, "old " + (page + 1)));
            });

    assertThat(pages).hasValue(16);
    fixture.assertIndexEqualsTable();
    assertThat(fixture.newest().rebuilding()).isNull();
  }

  /**
   * Nothing changes in the index that is there, and yet something does in the one that is built.
   */
  @Test
  void what_comes_and_goes_during_a_rebuild_is_not_in_it() {
    writer.apply(List.of());
    List<String> brief = IntStream.range(0, 50).mapToObj(i -> "brief " + i).toList();
    brief.forEach(id -> fixture.put(id, "stored, and read by the rebuild"));
    var pages = new AtomicInteger();

    fixture
        .writer()
        .rebuild(
            read -> {
              if (pages.incrementAndGet() == 16) {
                assertThat(read).isEqualTo(50);
                brief.forEach(fixture::remove);
                writer.apply(brief);
              }
            });

    fixture.assertIndexEqualsTable();
    assertThat(fixture.found()).isEmpty();
  }

  @Test
  void a_second_rebuild_supersedes_the_first() {
    fixture.put("a", "one");
    Snapshot before = writer.apply(List.of("a"));
    var once = new AtomicInteger();

    assertThatThrownBy(
            () ->
                fixture
                    .writer()
                    .rebuild(
                        _ -> {
                          if (once.getAndIncrement() == 0) {
                            fixture.writer().rebuild(_ -> {});
                          }
                        }))
        .isInstanceOf(HeadroomException.Conflict.class);

    assertThat(fixture.newest().epoch()).isNotEqualTo(before.epoch());
    assertThat(fixture.newest().generation()).isEqualTo(before.generation() + 1);
    fixture.assertIndexEqualsTable();
  }

  @Test
  void a_rebuild_that_is_called_off_leaves_the_index_as_it_was() {
    fixture.put("a", "one");
    Snapshot before = writer.apply(List.of("a"));
    var calledOff = new IllegalStateException("called off");

    assertThatThrownBy(
            () ->
                fixture
                    .writer()
                    .rebuild(
                        _ -> {
                          throw calledOff;
                        }))
        .isSameAs(calledOff);

    assertThat(fixture.newest().attempt()).isEqualTo(before.attempt());
    fixture.assertIndexEqualsTable();
  }

  @Test
  void changes_are_not_noted_for_ever_for_a_rebuild_that_died() {
    writer.apply(List.of());
    new RebuildMarker(fixture.snapshots(), fixture.clock()).write("died");
    fixture.put("a", "one");
    writer.apply(List.of("a"));
    assertThat(fixture.newest().rebuilding()).isNotNull();
    assertThat(fixture.keys()).filteredOn(key -> key.endsWith("/changes.json")).hasSize(1);

    fixture.clock().advance(Publisher.LONGEST_REBUILD);
    fixture.put("a", "two");
    writer.apply(List.of("a"));

    assertThat(fixture.newest().rebuilding()).isNull();
    fixture.assertOnlyNeededIsLeftAfterSweeps();
    fixture.assertIndexEqualsTable();
  }

  /** It was frozen between its uploads and its turn, while others swept and published. */
  @Test
  void a_rebuild_that_was_held_up_publishes_nothing_that_was_swept_away() {
    fixture.put("a", "one");
    for (int i = 0; i < 30; i++) {
      fixture.put("stays " + i, "in the segment that was uploaded");
    }
    writer.apply(List.of("a"));
    var publishing = new AtomicInteger();
    IndexFixture slow =
        fixture.through(
            new ObservedObjectStore(
                fixture.objects(),
                (call, _) -> {
                  // The first is its announcement.
                  if (call.equals("putIf") && publishing.incrementAndGet() == 2) {
                    for (int i = 0; i < 2; i++) {
                      fixture.clock().advance(Sweep.GRACE);
                      fixture.put("a", "meanwhile " + i);
                      writer.apply(List.of("a"));
                    }
                  }
                }));

    slow.writer().rebuild(_ -> {});

    assertThat(publishing).hasValueGreaterThan(2);
    fixture.assertIndexEqualsTable();
    fixture.clock().advance(Duration.ofHours(2));
    fixture.assertOnlyNeededIsLeftAfterSweeps();
  }

  @Test
  void a_rebuild_without_an_index_makes_the_first() {
    fixture.put("a", "one");
    assertThat(writer.rebuild(_ -> {}).generation()).isEqualTo(1);
    fixture.assertIndexEqualsTable();
  }
}

package dev.headroom.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.errors.HeadroomException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TaxonomyStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123Z");
  private static final List<Category> SOME =
      List.of(
          new Category("Warranty", "About faults 😀", List.of("as is", "warranty")),
          new Category("Copyleft", "", List.of()));
  private static final SearchTables TABLES = new SearchTables();

  private Instant now = NOON;
  private final TaxonomyStore store =
      new TaxonomyStore(TABLES.dynamoDb, TABLES.settings.taxonomyTable(), () -> now);

  @AfterAll
  static void stop() {
    TABLES.close();
  }

  @Test
  void one_that_is_replaced_remembers_when_it_was_created() {
    var created = store.put("replace", "t", "First", SOME);
    now = NOON.plusSeconds(5);
    var replaced = store.put("replace", "t", "Second", SOME.subList(0, 1));

    assertThat(created.created()).isTrue();
    assertThat(created.taxonomy()).isEqualTo(new Taxonomy("t", "First", SOME, NOON, NOON));
    assertThat(replaced.created()).isFalse();
    assertThat(replaced.taxonomy())
        .isEqualTo(new Taxonomy("t", "Second", SOME.subList(0, 1), NOON, now));
    assertThat(store.find("replace", "t")).hasValue(replaced.taxonomy());
  }

  @Test
  void no_other_tenant_sees_or_removes_it() {
    store.put("own", "t", "Mine", SOME);

    assertThat(store.find("other", "t")).isEmpty();
    assertThat(store.delete("other", "t")).isFalse();
    assertThat(store.list("other", 10, Optional.empty()).taxonomies()).isEmpty();
    assertThat(store.delete("own", "t")).isTrue();
    assertThat(store.delete("own", "t")).isFalse();
    assertThat(store.find("own", "t")).isEmpty();
  }

  @Test
  void what_can_be_no_id_is_not_there_and_cannot_be_written() {
    for (String id : List.of("", "a/b", "ü", "x".repeat(101))) {
      assertThat(store.find("ids", id)).isEmpty();
      assertThat(store.delete("ids", id)).isFalse();
      assertThatThrownBy(() -> store.put("ids", id, "n", SOME))
          .isInstanceOf(HeadroomException.Invalid.class)
          .hasMessageContaining("taxonomy_id");
    }
  }

  @Test
  void a_list_is_read_in_pages_by_ids() {
    List<String> ids = IntStream.range(0, 7).mapToObj(i -> "t" + i).toList();
    ids.reversed().forEach(id -> store.put("paged", id, "Name of " + id, SOME));

    List<TaxonomyStore.Summary> found = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      var page = store.list("paged", 3, after);
      found.addAll(page.taxonomies());
      after = page.after();
    } while (after.isPresent());

    assertThat(found).extracting(TaxonomyStore.Summary::id).containsExactlyElementsOf(ids);
    assertThat(found.getFirst())
        .isEqualTo(new TaxonomyStore.Summary("t0", "Name of t0", 2, NOON, NOON));
    assertThat(store.list("paged", 7, Optional.empty()).after()).isEmpty();
  }

  /** A page is bounded in bytes as well, and nothing is passed over for that. */
  @Test
  void large_ones_are_all_listed() {
    for (int i = 0; i < 4; i++) {
      store.put("large", "t" + i, "n", noise(new Random(i), 30));
    }

    List<String> found = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      var page = store.list("large", 200, after);
      page.taxonomies().forEach(summary -> found.add(summary.id()));
      after = page.after();
    } while (after.isPresent());

    assertThat(found).containsExactly("t0", "t1", "t2", "t3");
  }

  @Test
  void one_that_fits_no_item_is_refused_in_words() {
    assertThatThrownBy(() -> store.put("huge", "t", "n", noise(new Random(7), 60)))
        .isInstanceOf(HeadroomException.TooLarge.class)
        .hasMessageContaining("400,000");
    assertThat(store.find("huge", "t")).isEmpty();
  }

  /** Categories of 11,000 characters each, which do not compress well. */
  private static List<Category> noise(Random random, int categories) {
    return IntStream.range(0, categories)
        .mapToObj(
            i ->
                new Category("c" + i, "", Stream.generate(() -> noise(random)).limit(170).toList()))
        .toList();
  }

  private static String noise(Random random) {
    return random.longs(5).mapToObj(part -> Long.toString(part, 36)).collect(Collectors.joining());
  }
}

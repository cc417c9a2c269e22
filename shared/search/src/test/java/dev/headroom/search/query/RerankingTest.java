package dev.headroom.search.query;

import static dev.headroom.search.query.AnIndex.chunk;
import static dev.headroom.search.query.AnIndex.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.errors.HeadroomException;
import dev.headroom.search.Chunk;
import dev.headroom.search.query.Hits.Hit;
import dev.headroom.search.query.paging.PageRequest;
import dev.headroom.search.query.paging.RerankedPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of hits by relevance, and what pages of it are while the index changes. */
class RerankingTest {
  private static final int MANY = 420;
  private static final String QUERY = "river bank";
  private static AnIndex index;

  @BeforeAll
  static void fill(@TempDir Path folder) {
    index = new AnIndex(folder, 2);
    var random = new Random(17);
    String[] words = {"river", "banks", "bank", "rivers", "stone", "sand", "heron"};
    List<Chunk> many = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      var text = new StringBuilder(i % 2 == 0 ? "river" : "bank");
      for (int j = 0; j < 8; j++) {
        text.append(' ').append(words[random.nextInt(words.length)]);
      }
      many.add(chunk("m%04d".formatted(i), text.toString()));
    }
    index.put(many);
  }

  @AfterAll
  static void close() {
    index.close();
  }

  private static Chunk titled(String id, String title, String text) {
    Chunk plain = chunk(id, text);
    return new Chunk(
        id,
        plain.documentId(),
        Optional.of(title),
        text,
        plain.categories(),
        plain.confidence(),
        plain.createdAt());
  }

  @Test
  void a_word_in_its_very_form_comes_before_others_of_its_stem() {
    index.put(
        chunk("a1", "Quarrelling about nothing"),
        chunk("a2", "Quarrels about nothing"),
        chunk("a3", "Quarrelled about nothing"));
    assertThat(index.ids("quarrelled")).containsExactly("a3", "a1", "a2");
    assertThat(index.ids("Quarrels")).containsExactly("a2", "a1", "a3");
    assertThat(index.ids("quarrel")).containsExactly("a1", "a2", "a3");
    index.delete("a1", "a2", "a3");
  }

  @Test
  void a_word_in_the_title_comes_before_one_in_the_text() {
    index.put(
        titled("b1", "About nothing", "quibble much"),
        titled("b2", "Quibble much", "about nothing"),
        chunk("b3", "quibble much about nothing"));
    assertThat(index.ids("quibble")).containsExactly("b2", "b1", "b3");
    assertThat(index.ids("quibbles")).containsExactly("b2", "b1", "b3");
    index.delete("b1", "b2", "b3");
  }

  @Test
  void words_near_each_other_come_before_words_far_apart() {
    index.put(
        chunk("c1", "zebra one two three four quagga"),
        chunk("c2", "zebra one two quagga three four"),
        chunk("c3", "one quagga zebra two three four"));
    assertThat(index.ids("zebra quagga")).containsExactly("c3", "c2", "c1");
    // Only neighbours count, and no word is its own.
    assertThat(index.ids("zebra")).containsExactly("c1", "c2", "c3");
    index.delete("c1", "c2", "c3");
  }

  @Test
  void what_is_no_plain_word_gives_no_evidence() {
    index.put(chunk("d1", "wombats dig"), titled("d2", "wombat", "dug"), chunk("d3", "wombat dig"));
    for (String text : List.of("\"wombat\"", "womba*", "wombat~1", "wombat -dug")) {
      assertThat(index.ids(text)).as(text).contains("d3");
    }
    List<Float> byPhrase = scores("\"wombat\"");
    assertThat(scores("wombat").getFirst()).isGreaterThan(byPhrase.getFirst());
    assertThat(index.ids("wombats* -dug")).containsExactly("d1");
    index.delete("d1", "d2", "d3");
  }

  @Test
  void a_single_hit_keeps_its_score() {
    index.put(titled("e1", "Axolotl", "axolotl"));
    assertThat(scores("axolotl")).isEqualTo(scores("\"axolotl\""));
    index.delete("e1");
  }

  private static List<Float> scores(String text) {
    return index.ask(
        searcher ->
            new Search()
                .find(searcher, text(text), PageRequest.page(0, 200), false).hits().hits().stream()
                    .map(hit -> hit.score().orElseThrow())
                    .toList());
  }

  private static Hits page(PageRequest page) {
    return index.ask(searcher -> new Search().page(searcher, text(QUERY), page, false));
  }

  private static List<String> ids(Hits page) {
    return page.hits().stream().map(hit -> hit.chunk().id()).toList();
  }

  @Test
  void scores_never_rise_across_the_border_of_what_is_rescored() {
    List<Hit> hits = new ArrayList<>(page(PageRequest.page(0, 150)).hits());
    hits.addAll(page(PageRequest.page(1, 150)).hits());
    hits.addAll(page(PageRequest.page(2, 150)).hits());
    assertThat(hits).hasSize(MANY);
    assertThat(hits)
        .extracting(hit -> hit.score().orElseThrow())
        .isSortedAccordingTo((one, other) -> Float.compare(other, one));
    // The first differ in more than the index's own score.
    assertThat(index.ids(QUERY)).isNotEqualTo(index.ids("\"river\" \"bank\""));
  }

  @Test
  void pages_are_the_same_by_number_and_by_cursor_with_and_without_totals() {
    List<String> all = index.idsByCursor(text(QUERY), 200);
    assertThat(all).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(index.idsByCursor(text(QUERY), 1)).as("by cursor, 1").isEqualTo(all);
    assertPages(1, RerankedPage.DEPTH - 3, RerankedPage.DEPTH + 3, all);
    for (int size : new int[] {7, 70, 99, 100, 101, 200}) {
      assertPages(size, 0, Math.ceilDiv(MANY, size), all);
      assertThat(index.idsByCursor(text(QUERY), size)).as("by cursor, %d", size).isEqualTo(all);
    }
  }

  private static void assertPages(int size, int first, int end, List<String> all) {
    List<String> byNumber = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (int number = first; number < end; number++) {
      PageRequest page = PageRequest.page(number, size);
      byNumber.addAll(ids(page(page)));
      found.addAll(ids(index.ask(s -> new Search().find(s, text(QUERY), page, false).hits())));
    }
    List<String> expected = all.subList(first * size, Math.min(end * size, all.size()));
    assertThat(byNumber).as("by number, %d", size).isEqualTo(expected);
    assertThat(found).as("found, %d", size).isEqualTo(expected);
  }

  @Test
  void a_chunk_that_comes_between_two_pages_shifts_none_and_repeats_none() {
    List<String> before = index.idsByCursor(text(QUERY), 200);
    for (int shown : new int[] {50, 99, 100, 101, 120, 300}) {
      assertThat(continued(shown, () -> index.put(chunk("n1", "river bank river bank"))))
          .as("%d were shown", shown)
          .containsExactlyInAnyOrderElementsOf(before);
      index.delete("n1");
    }
  }

  @Test
  void a_chunk_that_goes_between_two_pages_shifts_none_and_repeats_none() {
    List<String> before = index.idsByCursor(text(QUERY), 200);
    List<Chunk> chunks = first(MANY);
    for (int shown : new int[] {50, 99, 100, 101, 300}) {
      for (int gone : new int[] {0, 20, shown - 2, shown, 350}) {
        Chunk chunk = chunks.get(gone);
        List<String> left = new ArrayList<>(before);
        if (gone >= shown) {
          left.remove(chunk.id());
        }
        assertThat(continued(shown, () -> index.delete(chunk.id())))
            .as("%d were shown, then number %d went", shown, gone)
            .containsExactlyInAnyOrderElementsOf(left);
        index.put(chunk);
      }
    }
  }

  @Test
  void the_last_chunk_that_was_shown_may_go_and_the_next_page_begins_near_it() {
    for (int shown : new int[] {50, 99, 100, 101, 300}) {
      Chunk last = first(MANY).get(shown - 1);
      List<String> ids = continued(shown, () -> index.delete(last.id()));
      // The scores of all others are others now: which of them came before it is not known.
      assertThat(ids).as("%d were shown", shown).doesNotHaveDuplicates();
      assertThat(ids).hasSizeGreaterThan(MANY - 5);
      index.put(last);
    }
  }

  private static List<Chunk> first(int count) {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; chunks.size() < count; i++) {
      page(PageRequest.page(i, 200)).hits().forEach(hit -> chunks.add(hit.chunk()));
    }
    return chunks;
  }

  /** All ids that are shown when the index changes once so many were. */
  private static List<String> continued(int shown, Runnable change) {
    List<String> ids = new ArrayList<>();
    PageRequest next = PageRequest.page(0, Math.min(shown, 150));
    while (true) {
      Hits page = page(next);
      ids.addAll(ids(page));
      AnIndex.checkEnds(ids);
      if (page.next().isEmpty()) {
        return ids;
      }
      int left = shown - ids.size();
      if (left == 0) {
        change.run();
      }
      next = PageRequest.after(page.next().get(), left > 0 ? Math.min(left, 150) : 33);
    }
  }

  @Test
  void a_cursor_survives_whatever_becomes_of_the_index() {
    for (int shown : new int[] {50, 300}) {
      List<Chunk> gone = first(MANY);
      List<String> added = IntStream.range(0, 400).mapToObj("z%04d"::formatted).toList();
      List<String> ids =
          continued(
              shown,
              () -> {
                index.delete(gone.stream().limit(260).map(Chunk::id).toArray(String[]::new));
                index.put(added.stream().map(id -> chunk(id, "bank river bank")).toList());
              });
      assertThat(new LinkedHashSet<>(ids)).as("%d were shown", shown).hasSameSizeAs(ids);
      index.delete(added.toArray(String[]::new));
      index.put(gone);
    }
  }

  @Test
  void a_cursor_of_another_search_is_refused_or_shows_something() {
    String cursor = page(PageRequest.page(0, 10)).next().orElseThrow();
    String behind = page(PageRequest.page(2, 150)).next().orElse(cursor);
    assertThatThrownBy(
            () ->
                index.ask(
                    searcher ->
                        new Search()
                            .page(
                                searcher,
                                AnIndex.categories(List.of()),
                                PageRequest.after(cursor, 5),
                                false)))
        .isInstanceOf(HeadroomException.Invalid.class);
    for (String text : List.of("stone", "\"stone\"", "nothing", "-river", "heron sand stone")) {
      for (String place : List.of(cursor, behind)) {
        Hits hits =
            index.ask(
                searcher ->
                    new Search().page(searcher, text(text), PageRequest.after(place, 5), false));
        assertThat(hits.hits()).as(text).hasSizeLessThanOrEqualTo(5);
      }
    }
  }
}

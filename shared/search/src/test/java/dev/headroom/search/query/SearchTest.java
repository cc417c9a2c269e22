package dev.headroom.search.query;

import static dev.headroom.search.query.AnIndex.chunk;
import static dev.headroom.search.query.AnIndex.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.errors.HeadroomException;
import dev.headroom.search.Chunk;
import dev.headroom.search.query.paging.PageRequest;
import dev.headroom.search.query.suggestions.Suggestions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found, counted and suggested, in an index of three partitions' worth of segments. */
class SearchTest {
  private static final int MANY = 1_000;
  private static AnIndex index;

  @BeforeAll
  static void fill(@TempDir Path folder) {
    index = new AnIndex(folder, 4);
    List<Chunk> many = new ArrayList<>();
    var random = new Random(5);
    for (int i = 0; i < MANY; i++) {
      many.add(
          chunk(
              "m%04d".formatted(i),
              "common text " + (i % 3 == 0 ? "third " : "") + "number" + i,
              random.nextInt(5) / 4.0,
              random.nextInt(30),
              "Kind " + i % 7,
              "Every"));
    }
    index.put(many);
    index.put(
        chunk("w1", "This software comes as is, without any warranty.", 0.9, 1, "Warranty"),
        chunk("w2", "Warranties are what it is as they say.", 0.5, 2, "Warranty", "Talk, small"),
        chunk("w3", "The licensee may redistribute; licences of libraries.", 0.7, 3, "Licence"),
        chunk("g1", "The GNU General Public License (GPL) is free of charge.", 0.8, 4, "Licence"),
        chunk("g2", "to be or not to be", 0.1, 5),
        chunk("u1", "Größe naïve 日本語のテキスト 😀 ﬁle Ａ", 0.3, 6));
  }

  @AfterAll
  static void close() {
    index.close();
  }

  @Test
  void either_word_is_enough_and_both_come_first() {
    assertThat(index.ids("software warranty")).containsExactly("w1", "w2");
  }

  @Test
  void words_are_found_in_any_of_their_forms_and_without_accents() {
    assertThat(index.ids("licence")).containsExactly("w3");
    assertThat(index.ids("LICENSING")).containsExactly("g1");
    assertThat(index.ids("grosse")).containsExactly("u1");
    assertThat(index.ids("naive")).containsExactly("u1");
    assertThat(index.ids("größe")).containsExactly("u1");
  }

  @Test
  void a_phrase_is_found_side_by_side_and_a_loose_one_nearby() {
    assertThat(index.ids("\"without any warranty\"")).containsExactly("w1");
    assertThat(index.ids("\"warranty without\"")).isEmpty();
    assertThat(index.ids("\"software warranty\"~9")).containsExactly("w1");
    assertThat(index.ids("\"as is\"")).containsExactly("w1");
    assertThat(index.ids("\"as is\" -software")).isEmpty();
    assertThat(index.ids("\"to be or not to be\"")).containsExactly("g2");
    assertThat(index.ids("\"free charge\"")).isEmpty();
    assertThat(index.ids("\"free of charge\"")).containsExactly("g1");
  }

  @Test
  void minus_leaves_out_from_the_whole() {
    assertThat(index.ids("licence license -gpl")).containsExactly("w3");
    assertThat(index.ids("warranty -\"as they say\"")).containsExactly("w1");
    assertThat(index.ids("-common")).containsExactlyInAnyOrder("w1", "w2", "w3", "g1", "g2", "u1");
    assertThat(index.ids("--software")).containsExactly("w1");
    assertThat(index.ids("-the -common")).doesNotContain("w3", "g1").contains("w1");
  }

  @Test
  void a_star_and_a_tilde_stand_for_other_words() {
    assertThat(index.ids("licens*")).containsExactlyInAnyOrder("w3", "g1");
    assertThat(index.ids("waranty~1")).containsExactly("w1");
    assertThat(index.ids("warrantee~2")).contains("w1");
    assertThat(index.ids("*")).isEmpty();
    assertThat(index.ids("~1")).isEmpty();
  }

  @Test
  void stop_words_alone_are_found() {
    assertThat(index.ids("to be or not to be")).contains("g2");
    assertThat(index.ids("not")).contains("g2");
  }

  @Test
  void other_scripts_are_found() {
    assertThat(index.ids("日本語")).containsExactly("u1");
    assertThat(index.ids("😀")).containsExactly("u1");
    assertThat(index.ids("file")).containsExactly("u1");
  }

  @Test
  void no_text_fails() {
    List<String> hard =
        List.of(
            "\"",
            "\"\"",
            "-",
            "--",
            "-\"",
            "~",
            "*~",
            "~~~",
            "()[]{}^:\\/&&||!+",
            "a:b",
            "AND OR",
            "\\",
            "\"a\"~",
            "\"a\"~99999",
            "a~99",
            "\u0000\u0007",
            "(".repeat(10_000),
            "a ".repeat(5_000),
            "b".repeat(10_000),
            "a-".repeat(5_000),
            "*".repeat(9_999) + "a",
            "a* b* ".repeat(1_600),
            "ab~2 ".repeat(2_000),
            "\"a b\" ".repeat(1_600),
            "\"".repeat(9_999),
            "-a ".repeat(3_300),
            "😀".repeat(5_000),
            "\uD83D",
            "\uDE00\uD83D");
    for (String text : hard) {
      int count = index.ask(searcher -> new Search().count(searcher, text(text)));
      assertThat(index.ids(text)).as("%.40s", text).hasSize(Math.min(count, 200));
    }
    var random = new Random(11);
    String signs = "ab\"-~*1 \\(\t日😀é";
    for (int i = 0; i < 300; i++) {
      var text = new StringBuilder();
      for (int j = random.nextInt(40); j >= 0; j--) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      assertThat(index.ids(text.toString())).as("%s", text).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_text_that_is_too_long_is_refused() {
    assertThatThrownBy(() -> text("a".repeat(10_001)))
        .isInstanceOf(HeadroomException.Invalid.class)
        .hasMessageContaining("query");
  }

  @Test
  void filters_all_hold_and_categories_are_alternatives() {
    assertThat(index.ids(AnIndex.categories(List.of("Licence", "Talk, small"))))
        .containsExactly("g1", "w3", "w2");
    var narrow =
        new Criteria(
            Optional.of("warranty licence"),
            List.of("Warranty", "Licence"),
            OptionalDouble.of(0.6),
            Optional.of(AnIndex.DAY.plus(Duration.ofDays(1))),
            Optional.of(AnIndex.DAY.plus(Duration.ofDays(3))),
            Optional.empty());
    assertThat(index.ids(narrow)).containsExactlyInAnyOrder("w1", "w3");
  }

  @Test
  void bounds_are_included() {
    Instant day = AnIndex.DAY.plus(Duration.ofDays(2));
    var exactly =
        new Criteria(
            Optional.empty(),
            List.of("Warranty"),
            OptionalDouble.of(0.5),
            Optional.of(day),
            Optional.of(day),
            Optional.of("doc_w"));
    assertThat(index.ids(exactly)).containsExactly("w2");
  }

  @Test
  void five_hundred_categories_are_looked_for() {
    var categories = new ArrayList<>(IntStream.range(0, 499).mapToObj(i -> "No " + i).toList());
    categories.add("Licence");
    assertThat(index.ids(AnIndex.categories(categories))).containsExactly("g1", "w3");
    categories.add("One too many");
    assertThatThrownBy(() -> AnIndex.categories(categories)).hasMessageContaining("categories");
  }

  @Test
  void totals_and_facets_are_exact() {
    var found = find(text("common"), PageRequest.page(0, 10));
    assertThat(found.totals().count()).isEqualTo(MANY);
    assertThat(found.totals().categories())
        .containsEntry("Every", MANY)
        .containsEntry("Kind 0", 143);
    assertThat(found.totals().categories().keySet().iterator().next()).isEqualTo("Every");
    var third = find(text("third"), PageRequest.page(0, 10));
    assertThat(third.totals().count()).isEqualTo(334);
    assertThat(third.totals().categories().values().stream().mapToInt(n -> n).sum()).isEqualTo(668);
  }

  private static Search.Found find(Criteria criteria, PageRequest page) {
    return index.ask(searcher -> new Search().find(searcher, criteria, page, false));
  }

  @Test
  void without_a_text_the_surest_and_then_the_newest_come_first() {
    List<Chunk> all =
        index.ask(
            searcher ->
                new Search()
                        .find(
                            searcher,
                            AnIndex.categories(List.of("Every")),
                            PageRequest.page(0, 200),
                            false)
                        .hits()
                        .hits()
                        .stream()
                        .map(Hits.Hit::chunk)
                        .toList());
    assertThat(all)
        .isSortedAccordingTo(
            java.util.Comparator.comparingDouble(Chunk::confidence)
                .reversed()
                .thenComparing(Chunk::createdAt, java.util.Comparator.reverseOrder())
                .thenComparing(Chunk::id));
  }

  @Test
  void pages_by_number_and_by_cursor_are_the_same_and_have_each_hit_once() {
    for (Criteria criteria :
        List.of(
            text("third number7 number9"),
            text("common -third"),
            AnIndex.categories(List.of("Every")))) {
      List<String> byNumber = new ArrayList<>();
      int total = find(criteria, PageRequest.page(0, 1)).totals().count();
      for (int page = 0; page * 70 < total; page++) {
        find(criteria, PageRequest.page(page, 70))
            .hits()
            .hits()
            .forEach(hit -> byNumber.add(hit.chunk().id()));
      }
      List<String> byCursor = index.idsByCursor(criteria, 70);
      assertThat(byNumber).hasSize(total).doesNotHaveDuplicates();
      assertThat(byCursor).isEqualTo(byNumber);
      for (int size : new int[] {1, 7, 199, 200}) {
        assertThat(index.idsByCursor(criteria, size)).as("by %d", size).isEqualTo(byNumber);
      }
    }
  }

  @Test
  void a_page_beyond_the_last_is_empty_and_one_too_far_out_is_refused() {
    assertThat(find(text("warranty"), PageRequest.page(7, 50)).hits().hits()).isEmpty();
    assertThatThrownBy(() -> PageRequest.page(2_000, 50)).hasMessageContaining("cursor");
    assertThatThrownBy(() -> PageRequest.after("no cursor", 50)).hasMessageContaining("cursor");
    assertThatThrownBy(() -> PageRequest.after("bm8", 50)).hasMessageContaining("cursor");
  }

  @Test
  void highlights_mark_words_and_make_the_rest_safe() {
    index.put(chunk("h1", "An <b>unusualword</b> & more. Another sentence. Unusualword again!"));
    List<String> marked =
        index.ask(
            searcher ->
                new Search()
                    .find(searcher, text("unusualword"), PageRequest.page(0, 1), true)
                    .hits()
                    .hits()
                    .getFirst()
                    .highlights());
    assertThat(String.join("", marked))
        .contains("<em>unusualword</em>", "<em>Unusualword</em>")
        .contains("&lt;b&gt;", "&amp;")
        .doesNotContain("<b>");
    index.delete("h1");
  }

  @Test
  void a_word_that_stands_nowhere_is_corrected() {
    assertThat(correction("sofware warranti -gpl")).contains("software warranty -gpl");
    assertThat(correction("software")).isEmpty();
    assertThat(correction("zzzzqqqq")).isEmpty();
  }

  private static Optional<String> correction(String text) {
    return index.ask(searcher -> new Search().correction(searcher, text(text)));
  }

  @Test
  void what_is_begun_is_completed_by_categories_and_words() {
    assertThat(suggestions("warr")).startsWith("Warranty").contains("warranty", "warranties");
    assertThat(suggestions("SMA")).containsExactly("Talk, small");
    assertThat(suggestions("general pub")).containsExactly("general public");
    assertThat(suggestions("software pub")).isEmpty();
    assertThat(suggestions("   ")).isNotNull();
    assertThat(suggestions("comm")).containsExactly("common", "common text");
    assertThat(suggestions("zzz")).isEmpty();
    assertThat(index.<List<String>>ask(s -> new Suggestions().of(s, "n", 3))).hasSize(3);
  }

  private static List<String> suggestions(String text) {
    return index.ask(searcher -> new Suggestions().of(searcher, text, 10));
  }

  @Test
  void what_is_deleted_is_not_suggested_nor_corrected_nor_counted() {
    index.put(chunk("x1", "ephemeralsecret", 1, 0, "Secretcategory"));
    assertThat(suggestions("ephem")).containsExactly("ephemeralsecret");
    assertThat(correction("ephemeralsecre")).contains("ephemeralsecret");
    index.delete("x1");
    assertThat(suggestions("ephem")).isEmpty();
    assertThat(suggestions("secretc")).isEmpty();
    assertThat(correction("ephemeralsecre")).isEmpty();
    assertThat(index.ids("ephemeralsecret")).isEmpty();
  }

  @Test
  void scores_fall_and_ids_are_each_once() {
    var hits = find(text("common third number3"), PageRequest.page(0, 200)).hits().hits();
    var scores = new ArrayList<>(hits.stream().map(hit -> hit.score().orElseThrow()).toList());
    var falling = new ArrayList<>(scores);
    falling.sort(Collections.reverseOrder());
    assertThat(scores).isEqualTo(falling);
    assertThat(new HashSet<>(hits.stream().map(hit -> hit.chunk().id()).toList())).hasSize(200);
  }

  @Test
  void what_is_equally_relevant_comes_by_id() {
    assertThat(index.ids("third")).hasSize(200).isSorted();
    assertThat(index.ids("\"third\"")).hasSize(200).isSorted();
  }
}

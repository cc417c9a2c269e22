package dev.headroom.worker.extraction.keywords;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeywordTrieTest {
  private final Stems stems = new Stems();
  private final KeywordTrie keywords = new KeywordTrie();

  @AfterEach
  void close() {
    stems.close();
  }

  @Test
  void plural_case_verb_ending_and_possessive_do_not_matter() throws IOException {
    assertThat(count("warranty", "WARRANTIES, the warranty's end")).isEqualTo(2);
    assertThat(count("redistribute", "Redistributed by those redistributing it")).isEqualTo(2);
  }

  @Test
  void a_phrase_is_found_across_punctuation_and_line_breaks() throws IOException {
    assertThat(count("share alike", "Share-\nAlike")).isEqualTo(1);
    assertThat(count("use, copy, modify", "to use, copy,\n   and to use copy modify")).isEqualTo(1);
  }

  @Test
  void words_that_carry_no_topic_matter_within_a_phrase() throws IOException {
    assertThat(count("as is", "provided \"AS IS\", as it is")).isEqualTo(1);
    assertThat(count("terms of use", "terms use")).isZero();
  }

  @Test
  void the_words_of_a_phrase_must_follow_one_another() throws IOException {
    assertThat(count("patent grant", "patent, and a grant")).isZero();
    assertThat(count("patent grant", "patent patent grant grant")).isEqualTo(1);
  }

  @Test
  void a_keyword_within_a_longer_one_is_found_too() throws IOException {
    add("public domain");
    add("domain");

    assertThat(keywords.in("the public domain", stems)).hasSize(2);
  }

  @Test
  void ideographs_emoji_and_compatibility_forms_are_found() throws IOException {
    assertThat(count("許可", "使用を許可する。")).isEqualTo(1);
    assertThat(count("🎉", "Done 🎉🎉")).isEqualTo(2);
    assertThat(count("find café", "ﬁnd cafe\u0301, ｆｉｎｄ　ｃａｆé")).isEqualTo(2);
    assertThat(count("𐐔𐐯𐑅", "𐐼𐐯𐑅")).isEqualTo(1);
  }

  @Test
  void a_phrase_without_words_is_no_keyword() throws IOException {
    add("!!!");

    assertThat(keywords.all()).isEmpty();
    assertThat(keywords.in("What?!!!", stems)).isEmpty();
  }

  private int count(String phrase, String text) throws IOException {
    add(phrase);
    Map<Keyword, Integer> found = keywords.in(text, stems);
    return found.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void add(String phrase) throws IOException {
    keywords.add(stems.of(phrase), 0, KeywordKind.PHRASE);
  }
}

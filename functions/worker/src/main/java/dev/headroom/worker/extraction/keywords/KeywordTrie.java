package dev.headroom.worker.extraction.keywords;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.CharArrayMap;
import org.jspecify.annotations.Nullable;

/**
 * A trie of the stems of all keywords of a taxonomy. Finding them takes one look-up for each word
 * of the text, and more only where a phrase begins, however many categories there are.
 */
public final class KeywordTrie {
  private static final class Node {
    private final Map<String, Node> next = new HashMap<>();
    private @Nullable Keyword keyword;
  }

  private final Node root = new Node();
  private final List<Keyword> all = new ArrayList<>();

  /** Every stem of a phrase. For other words of a text no string is created. */
  private final CharArrayMap<String> vocabulary = new CharArrayMap<>(64, false);

  /** Returns all keywords in the order of their numbers. */
  public List<Keyword> all() {
    return all;
  }

  void add(List<String> phrase, int category, KeywordKind kind) {
    if (phrase.isEmpty()) {
      return;
    }
    var node = root;
    for (String stem : phrase) {
      vocabulary.put(stem, stem);
      node = node.next.computeIfAbsent(stem, _ -> new Node());
    }
    if (node.keyword == null) {
      node.keyword = new Keyword(all.size());
      all.add(node.keyword);
    }
    node.keyword.addCategory(category, kind);
  }

  /**
   * Returns how often each keyword occurs in a text. A keyword within a longer one counts as well:
   * in "patent grant", the words "patent" and "grant".
   */
  public Map<Keyword, Integer> in(String text, Stems stems) throws IOException {
    List<@Nullable String> words =
        stems.of(text, stem -> vocabulary.get(stem.buffer(), 0, stem.length()));
    var counts = new LinkedHashMap<Keyword, Integer>();
    for (int start = 0; start < words.size(); start++) {
      countFrom(start, words, counts);
    }
    return counts;
  }

  private void countFrom(int start, List<@Nullable String> words, Map<Keyword, Integer> counts) {
    @Nullable Node node = root;
    for (int at = start; at < words.size() && words.get(at) != null; at++) {
      node = node.next.get(words.get(at));
      if (node == null) {
        return;
      }
      if (node.keyword != null) {
        counts.merge(node.keyword, 1, Integer::sum);
      }
    }
  }
}

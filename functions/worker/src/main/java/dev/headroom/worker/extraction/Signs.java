package dev.headroom.worker.extraction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.CharArrayMap;
import org.jspecify.annotations.Nullable;

/**
 * All signs of a taxonomy, in a tree of stems. Finding them costs one look-up for each word of the
 * text, and more only where a phrase begins, however many categories there are.
 */
final class Signs {
  private static final class Node {
    private final Map<String, Node> next = new HashMap<>();
    private @Nullable Sign sign;
  }

  private final Node root = new Node();
  private final List<Sign> all = new ArrayList<>();

  /** Every stem that stands in a phrase: other words of a text are not even made strings. */
  private final CharArrayMap<String> vocabulary = new CharArrayMap<>(64, false);

  List<Sign> all() {
    return all;
  }

  void add(List<String> phrase, int category, SignKind kind) {
    if (phrase.isEmpty()) {
      return;
    }
    var node = root;
    for (String stem : phrase) {
      vocabulary.put(stem, stem);
      node = node.next.computeIfAbsent(stem, _ -> new Node());
    }
    if (node.sign == null) {
      node.sign = new Sign(all.size());
      all.add(node.sign);
    }
    node.sign.claim(category, kind);
  }

  /**
   * How often each sign stands in a text. A sign within a longer one counts as well: in "patent
   * grant", the words "patent" and "grant".
   */
  Map<Sign, Integer> in(String text, Stems stems) throws IOException {
    List<@Nullable String> words =
        stems.of(text, stem -> vocabulary.get(stem.buffer(), 0, stem.length()));
    var counts = new LinkedHashMap<Sign, Integer>();
    for (int start = 0; start < words.size(); start++) {
      countFrom(start, words, counts);
    }
    return counts;
  }

  private void countFrom(int start, List<@Nullable String> words, Map<Sign, Integer> counts) {
    @Nullable Node node = root;
    for (int at = start; at < words.size() && words.get(at) != null; at++) {
      node = node.next.get(words.get(at));
      if (node == null) {
        return;
      }
      if (node.sign != null) {
        counts.merge(node.sign, 1, Integer::sum);
      }
    }
  }
}

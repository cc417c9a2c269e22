package dev.headroom.worker.extraction.keywords;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A word or phrase that indicates one or more categories: a keyword that the taxonomy lists, a
 * category's name, or a word of its name or description.
 *
 * <p>A keyword is equal only to itself: {@link KeywordTrie} has one object for each phrase.
 */
public final class Keyword {
  /** One of the categories that a keyword indicates, and its kind there. */
  public record Indication(int category, KeywordKind kind) {}

  private final int number;
  private final TreeMap<Integer, KeywordKind> kinds = new TreeMap<>();

  Keyword(int number) {
    this.number = number;
  }

  /** Returns its index among the keywords of the taxonomy, from 0. */
  public int number() {
    return number;
  }

  /** Adds a category. Of several kinds in one category the most reliable counts. */
  void addCategory(int category, KeywordKind kind) {
    kinds.merge(
        category, kind, (one, other) -> one.reliability() >= other.reliability() ? one : other);
  }

  /** Returns one indication for each category of the keyword, in the taxonomy's order. */
  public List<Indication> indications() {
    var indications = new ArrayList<Indication>();
    kinds.forEach((category, kind) -> indications.add(new Indication(category, kind)));
    return indications;
  }
}

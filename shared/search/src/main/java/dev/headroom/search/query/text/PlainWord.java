package dev.headroom.search.query.text;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A word of a query that matches in any of its forms.
 *
 * @param stem the stem of all forms
 * @param forms the first {@value #MAX_FORMS} forms that the query has, in lower case
 * @param times how often the query has the word
 */
public record PlainWord(String stem, Set<String> forms, int times) {

  /**
   * The number of forms that are kept. With different accents a word may have thousands, and each
   * takes a look-up.
   */
  private static final int MAX_FORMS = 4;

  public static PlainWord of(String stem, String form) {
    return new PlainWord(stem, Set.of(form), 1);
  }

  /** Merges two words of the same stem. */
  public PlainWord with(PlainWord other) {
    Set<String> both =
        Stream.concat(forms.stream(), other.forms.stream())
            .distinct()
            .limit(MAX_FORMS)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new PlainWord(stem, both, times + other.times);
  }
}

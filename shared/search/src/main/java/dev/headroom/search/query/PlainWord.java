package dev.headroom.search.query;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A word of a query that is looked for in any of its forms.
 *
 * @param stem what all forms have in common
 * @param forms those that the query has it in, in lower case: the first {@value #MAX_FORMS}
 * @param times how often the query has it
 */
record PlainWord(String stem, Set<String> forms, int times) {

  /** With accents set here and there a word has thousands, each of which takes a look. */
  private static final int MAX_FORMS = 4;

  static PlainWord of(String stem, String form) {
    return new PlainWord(stem, Set.of(form), 1);
  }

  /** The two as one; they are of the same stem. */
  PlainWord with(PlainWord other) {
    Set<String> both =
        Stream.concat(forms.stream(), other.forms.stream())
            .distinct()
            .limit(MAX_FORMS)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new PlainWord(stem, both, times + other.times);
  }
}

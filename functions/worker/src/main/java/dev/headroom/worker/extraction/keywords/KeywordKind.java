package dev.headroom.worker.extraction.keywords;

/**
 * Where a keyword comes from, which determines its reliability.
 *
 * <p>The reliabilities of the two kinds that the taxonomy's author chose come from studies of word
 * senses. Those of the other two follow from how many such words are to reach 0.5, the default
 * threshold.
 */
public enum KeywordKind {
  /**
   * A listed keyword, or a whole name, of two words or more. In at least nine of ten occurrences a
   * collocation has the same sense (Yarowsky, "One Sense per Collocation", 1993).
   */
  PHRASE(0.90, 0.75),

  /**
   * A listed keyword, or a whole name, of one word. About three in four words of a text are used in
   * their most frequent sense (Gale, Church and Yarowsky, "Estimating Upper and Lower Bounds on the
   * Performance of Word-Sense Disambiguation Programs", 1992).
   */
  WORD(0.75, 0.75),

  /** One word of a longer name. Two of them reach the threshold: 1 - 0.7² = 0.51. */
  WORD_OF_NAME(0.30, 0),

  /**
   * One word of the description. Seven of them, all exclusive, reach the threshold: 1 - 0.9⁷ =
   * 0.52.
   */
  WORD_OF_DESCRIPTION(0.10, 0);

  private final double reliability;
  private final double trust;

  KeywordKind(double reliability, double trust) {
    this.reliability = reliability;
    this.trust = trust;
  }

  /**
   * Returns the probability, 0 to 1, that a rare and exclusive keyword of this kind means its
   * category.
   */
  public double reliability() {
    return reliability;
  }

  /**
   * Returns the share of the reliability, 0 to 1, that remains however common the keyword is. A
   * keyword may be common because its category is: with 0.75 even one that occurs in every chunk
   * reaches 0.5 alone. A word that nobody chose as a keyword is weighted by the corpus alone.
   */
  public double trust() {
    return trust;
  }
}

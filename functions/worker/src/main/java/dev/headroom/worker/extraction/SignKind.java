package dev.headroom.worker.extraction;

/**
 * Where a sign comes from, and so how far it is believed.
 *
 * <p>The two kinds that the taxonomy's author chose as signs have reliabilities from the study of
 * word senses. Those of the other two are chosen by how many are needed to reach 0.5, the default
 * threshold.
 */
enum SignKind {
  /**
   * A keyword, or a whole name, of two words or more. In at least nine of ten places, a collocation
   * has one and the same sense (Yarowsky, "One Sense per Collocation", 1993).
   */
  PHRASE(0.90, 0.75),

  /**
   * A keyword, or a whole name, of one word. About three in four words of a text are used in their
   * most frequent sense (Gale, Church and Yarowsky, "Estimating Upper and Lower Bounds on the
   * Performance of Word-Sense Disambiguation Programs", 1992).
   */
  WORD(0.75, 0.75),

  /** One word of a longer name. It takes two of them: 1 - 0.7² = 0.51. */
  WORD_OF_NAME(0.30, 0),

  /** One word of the description. It takes seven of them, all exclusive: 1 - 0.9⁷ = 0.52. */
  WORD_OF_DESCRIPTION(0.10, 0);

  private final double reliability;
  private final double trust;

  SignKind(double reliability, double trust) {
    this.reliability = reliability;
    this.trust = trust;
  }

  /**
   * The probability, 0 to 1, that one such sign means its category, if it is rare and exclusive.
   */
  double reliability() {
    return reliability;
  }

  /**
   * The share of the reliability, 0 to 1, that no commonness takes away. A keyword may be common
   * because its category is: with 0.75 even one that stands in every chunk still reaches 0.5 alone.
   * A word that nobody chose as a sign is judged by the corpus alone.
   */
  double trust() {
    return trust;
  }
}

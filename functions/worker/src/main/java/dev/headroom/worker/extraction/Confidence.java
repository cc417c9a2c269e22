package dev.headroom.worker.extraction;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How surely a chunk speaks of a category: the probability that at least one of the signs found in
 * it is a true one.
 *
 * <p>Each sign i is taken as an independent cause that alone would do, with probability p(i); so
 * they combine by noisy-OR (Pearl, "Probabilistic Reasoning in Intelligent Systems", 1988, p. 184):
 *
 * <pre>confidence = 1 - Π (1 - p(i)) ^ s(count(i))</pre>
 *
 * <p>It is 0 when nothing was found, and no further sign lowers it, as every factor is at most 1.
 * The words of a phrase are not independent of it, and the figure is too high where they are signs
 * too: 0.95 instead of 0.90 for a name of two words. That is at the top of the scale, where nothing
 * is decided by it.
 *
 * <p>{@code s} is BM25's saturation of a count, n (k₁ + 1) / (n + k₁) (Robertson and Zaragoza, "The
 * Probabilistic Relevance Framework: BM25 and Beyond", 2009): a sign that is repeated counts as
 * that many independent ones, 1 at first and never more than 2.2.
 *
 * <p>p(i) is the product of three:
 *
 * <ul>
 *   <li>the {@linkplain SignKind#reliability reliability} of its kind;
 *   <li>its exclusivity among the taxonomy's categories: √(reliability for this category / sum of
 *       its reliabilities for all). If categories excluded each other, the probability would be
 *       that share; if they had nothing to do with each other, 1; the truth is between, and this is
 *       the geometric mean of both;
 *   <li>its rarity in the corpus: idf (same paper) as a share of that of a sign which stands in one
 *       chunk, taken only for what the kind does not {@linkplain SignKind#trust trust}.
 * </ul>
 */
final class Confidence {
  /** BM25's k₁, at the value that is usual since TREC. */
  private static final double SATURATION = 1.2;

  /**
   * So many chunks of other text, without any sign, are thought to have been seen as well. A
   * handful of chunks says too little of how common a word is; beyond a few hundred this is
   * nothing.
   */
  private static final int CHUNKS_ELSEWHERE = 100;

  private final Corpus corpus;
  private final int categories;
  private final Map<Sign, List<Cause>> causes = new HashMap<>();

  /**
   * That a sign was found speaks for a category.
   *
   * @param doubt ln (1 - p), at most 0: products of doubts become sums, which are cheaper
   */
  private record Cause(int category, double doubt) {}

  Confidence(Corpus corpus, Signs signs, int categories) {
    this.corpus = corpus;
    this.categories = categories;
    for (var sign : signs.all()) {
      causes.put(sign, causes(sign));
    }
  }

  /** The confidence in each category of the taxonomy, 0 to 1. */
  double[] of(Map<Sign, Integer> counts) {
    var doubts = new double[categories];
    counts.forEach(
        (sign, count) -> {
          double times = saturated(count);
          for (var cause : causes.getOrDefault(sign, List.of())) {
            doubts[cause.category] += times * cause.doubt;
          }
        });
    return Arrays.stream(doubts).map(doubt -> doubt == 0 ? 0 : -StrictMath.expm1(doubt)).toArray();
  }

  private List<Cause> causes(Sign sign) {
    var claims = sign.claims();
    double all = claims.stream().mapToDouble(claim -> claim.kind().reliability()).sum();
    double rarity = rarity(corpus.chunksWith(sign));
    return claims.stream()
        .map(
            claim -> {
              double reliability = claim.kind().reliability();
              double trust = claim.kind().trust();
              double believed = trust + (1 - trust) * rarity;
              double probability = reliability * Math.sqrt(reliability / all) * believed;
              return new Cause(claim.category(), StrictMath.log1p(-probability));
            })
        .toList();
  }

  /** 1 for what stands in one chunk, towards 0 for what stands in all of very many. */
  private double rarity(int chunksWith) {
    return idf(Math.max(1, chunksWith)) / idf(1);
  }

  private double idf(int chunksWith) {
    int chunks = corpus.chunks().size() + CHUNKS_ELSEWHERE;
    return StrictMath.log1p((chunks - chunksWith + 0.5) / (chunksWith + 0.5));
  }

  private static double saturated(int count) {
    return count * (SATURATION + 1) / (count + SATURATION);
  }
}

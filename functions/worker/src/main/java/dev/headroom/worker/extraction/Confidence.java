package dev.headroom.worker.extraction;

import dev.headroom.worker.extraction.keywords.Keyword;
import dev.headroom.worker.extraction.keywords.KeywordKind;
import dev.headroom.worker.extraction.keywords.KeywordTrie;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the confidence that a chunk is about a category: the probability that at least one of
 * the keywords found in it is used in the sense of the category.
 *
 * <p>Each keyword i is taken as an independent cause that is sufficient alone with probability
 * p(i), so keywords combine by noisy-OR (Pearl, "Probabilistic Reasoning in Intelligent Systems",
 * 1988, p. 184):
 *
 * <pre>confidence = 1 - Π (1 - p(i)) ^ s(count(i))</pre>
 *
 * <p>It is 0 when no keyword was found, and no further keyword lowers it, as every factor is at
 * most 1. The words of a phrase are not independent of the phrase, so the confidence is too high
 * where they are keywords as well: 0.95 instead of 0.90 for a name of two words. That is at the top
 * of the scale, where it decides nothing.
 *
 * <p>{@code s} is BM25's saturation of a count, n (k₁ + 1) / (n + k₁) (Robertson and Zaragoza, "The
 * Probabilistic Relevance Framework: BM25 and Beyond", 2009): a keyword that is repeated counts as
 * that many independent ones, from 1 to at most 2.2.
 *
 * <p>p(i) is the product of three factors:
 *
 * <ul>
 *   <li>the {@linkplain KeywordKind#reliability reliability} of its kind;
 *   <li>its exclusivity among the taxonomy's categories: √(reliability for this category / sum of
 *       its reliabilities for all). If categories excluded each other, the probability would be
 *       that share; if they were independent, it would be 1. This is the geometric mean of both;
 *   <li>its rarity in the corpus: idf (same paper) as a share of the idf of a keyword that occurs
 *       in one chunk. It applies only to the part of the reliability that the kind's {@linkplain
 *       KeywordKind#trust trust} does not cover.
 * </ul>
 */
final class Confidence {
  /** BM25's k₁, at the value that is usual since TREC. */
  private static final double SATURATION = 1.2;

  /**
   * The number of chunks of other text, without any keyword, that are assumed to be in the corpus
   * as well. A handful of chunks says too little about how common a word is; beyond a few hundred
   * chunks this number hardly matters.
   */
  private static final int CHUNKS_ELSEWHERE = 100;

  private final Corpus corpus;
  private final int categories;
  private final Map<Keyword, List<Cause>> causes = new HashMap<>();

  /**
   * A keyword's contribution to one category.
   *
   * @param doubt ln (1 - p), at most 0: a sum of logarithms is cheaper than a product
   */
  private record Cause(int category, double doubt) {}

  Confidence(Corpus corpus, KeywordTrie keywords, int categories) {
    this.corpus = corpus;
    this.categories = categories;
    for (var keyword : keywords.all()) {
      causes.put(keyword, causes(keyword));
    }
  }

  /** Returns the confidence in each category of the taxonomy, 0 to 1. */
  double[] of(Map<Keyword, Integer> counts) {
    var doubts = new double[categories];
    counts.forEach(
        (keyword, count) -> {
          double times = saturated(count);
          for (var cause : causes.getOrDefault(keyword, List.of())) {
            doubts[cause.category] += times * cause.doubt;
          }
        });
    return Arrays.stream(doubts).map(doubt -> doubt == 0 ? 0 : -StrictMath.expm1(doubt)).toArray();
  }

  private List<Cause> causes(Keyword keyword) {
    var indications = keyword.indications();
    double all = indications.stream().mapToDouble(each -> each.kind().reliability()).sum();
    double rarity = rarity(corpus.chunksWith(keyword));
    return indications.stream()
        .map(
            indication -> {
              double reliability = indication.kind().reliability();
              double trust = indication.kind().trust();
              double believed = trust + (1 - trust) * rarity;
              double probability = reliability * Math.sqrt(reliability / all) * believed;
              return new Cause(indication.category(), StrictMath.log1p(-probability));
            })
        .toList();
  }

  /**
   * Returns 1 for a keyword that occurs in one chunk, and nearly 0 for one that occurs in all of
   * very many.
   */
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

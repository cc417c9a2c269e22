package dev.headroom.benchmarks.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.apache.lucene.analysis.en.EnglishAnalyzer;

/**
 * Words by their frequency, as in a natural text: the first are English stop words, the others are
 * made of syllables; the r-th comes 1 / (r + 2.7) as often, by Zipf's law as Mandelbrot mended it.
 */
final class Vocabulary {
  static final int SIZE = 50_000;
  private static final double FLATTENING = 2.7;
  private static final String CONSONANTS = "bcdfghklmnprstvz";
  private static final String VOWELS = "aeiou";

  private final List<String> words;
  private final double[] cumulative = new double[SIZE];

  Vocabulary(long seed) {
    words = words(new SplittableRandom(seed));
    double sum = 0;
    for (int rank = 0; rank < SIZE; rank++) {
      sum += 1 / (rank + 1 + FLATTENING);
      cumulative[rank] = sum;
    }
  }

  private static List<String> words(RandomGenerator random) {
    Set<String> stopWords = new TreeSet<>();
    EnglishAnalyzer.getDefaultStopSet()
        .forEach(letters -> stopWords.add(String.valueOf((char[]) letters)));
    Set<String> words = new LinkedHashSet<>(stopWords);
    while (words.size() < SIZE) {
      words.add(word(random));
    }
    return new ArrayList<>(words);
  }

  /** Of 2 to 4 syllables. */
  private static String word(RandomGenerator random) {
    var word = new StringBuilder();
    for (int syllables = 2 + random.nextInt(3); syllables > 0; syllables--) {
      word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())));
      word.append(VOWELS.charAt(random.nextInt(VOWELS.length())));
    }
    return word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length()))).toString();
  }

  /** The word of a rank, from 0. */
  String word(int rank) {
    return words.get(rank);
  }

  /** A word of a text. */
  String any(RandomGenerator random) {
    int at = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[SIZE - 1]);
    return words.get(Math.min(at < 0 ? -at - 1 : at, SIZE - 1));
  }
}

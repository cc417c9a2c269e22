package dev.headroom.benchmarks.relevance;

import java.util.random.RandomGenerator;

/**
 * Fisher's paired randomization test, two-sided (Smucker, Allan and Carterette, CIKM 2007): how
 * often a difference of means at least as large comes about when, query by query, chance says which
 * ranker had which figure.
 */
final class Significance {
  private static final int ROUNDS = 10_000;

  /** Sums of the same numbers in another order may differ by this much. */
  private static final double ROUNDING = 1e-9;

  private Significance() {}

  /** The p-value, from 1 / 10,001 to 1. */
  static double of(double[] some, double[] others, RandomGenerator chance) {
    double observed = 0;
    for (int i = 0; i < some.length; i++) {
      observed += some[i] - others[i];
    }
    int asLarge = 1;
    for (int round = 0; round < ROUNDS; round++) {
      if (Math.abs(shuffled(some, others, chance)) >= Math.abs(observed) - ROUNDING) {
        asLarge++;
      }
    }
    return (double) asLarge / (ROUNDS + 1);
  }

  private static double shuffled(double[] some, double[] others, RandomGenerator chance) {
    double sum = 0;
    for (int i = 0; i < some.length; i++) {
      double difference = some[i] - others[i];
      sum += chance.nextBoolean() ? difference : -difference;
    }
    return sum;
  }
}

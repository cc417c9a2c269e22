package dev.headroom.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationSketchTest {
  private static DurationSketch sketch(long... millis) {
    Map<Integer, Long> counts = new HashMap<>();
    for (long each : millis) {
      counts.merge(DurationSketch.bucket(Duration.ofMillis(each)), 1L, Long::sum);
    }
    return new DurationSketch(counts, Arrays.stream(millis).sum());
  }

  private static double millis(DurationSketch sketch, double share) {
    return sketch.percentile(share).orElseThrow().toNanos() / 1e6;
  }

  @Test
  void every_duration_up_to_ten_days_is_known_to_within_two_percent() {
    long tenDays = Duration.ofDays(10).toMillis();
    for (long each = 2; each <= tenDays; each += 1 + each / 700) {
      assertThat(millis(sketch(each), 0.5)).isCloseTo((double) each, within(0.02001 * each));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void what_took_a_millisecond_or_less_took_one(long each) {
    assertThat(millis(sketch(each), 0.5)).isEqualTo(1);
  }

  @Test
  void buckets_are_few_and_the_longest_durations_share_the_last() {
    assertThat(DurationSketch.bucket(Duration.ZERO)).isZero();
    assertThat(DurationSketch.bucket(Duration.ofDays(10))).isEqualTo(515);
    assertThat(DurationSketch.bucket(Duration.ofDays(1_000))).isEqualTo(515);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void percentiles_of_added_sketches_are_those_of_all_durations(long seed) {
    var random = new Random(seed);
    long[] all = random.doubles(2_000, 1, 18).mapToLong(power -> (long) Math.exp(power)).toArray();
    DurationSketch sum =
        sketch(Arrays.copyOfRange(all, 0, 700)).plus(sketch(Arrays.copyOfRange(all, 700, 2_000)));
    Arrays.sort(all);

    for (double share : new double[] {0, 0.01, 0.5, 0.9, 0.95, 0.99, 1}) {
      double exact = all[Math.max(0, (int) Math.ceil(share * all.length) - 1)];
      assertThat(millis(sum, share)).as("seed %d", seed).isCloseTo(exact, within(0.0201 * exact));
    }
    assertThat(sum.count()).isEqualTo(2_000);
    assertThat(sum.average().orElseThrow().toMillis())
        .isEqualTo(Math.round(Arrays.stream(all).average().orElseThrow()));
  }

  @Test
  void of_two_durations_the_longer_is_the_one_that_nearly_all_do_not_exceed() {
    var sketch = sketch(1_000, 9_000);

    assertThat(millis(sketch, 0.5)).isCloseTo(1_000, within(20.0));
    assertThat(millis(sketch, 0.99)).isCloseTo(9_000, within(180.0));
  }

  @Test
  void without_durations_there_is_nothing_to_tell() {
    assertThat(DurationSketch.EMPTY.average()).isEmpty();
    assertThat(DurationSketch.EMPTY.percentile(0.5)).isEmpty();
  }

  @Test
  void a_bucket_that_was_read_too_early_counts_for_nothing() {
    var sketch = new DurationSketch(Map.of(3, -1L, 100, 1L), 55);

    assertThat(sketch.count()).isEqualTo(1);
    assertThat(sketch.percentile(0)).isEqualTo(sketch.percentile(1));
  }
}

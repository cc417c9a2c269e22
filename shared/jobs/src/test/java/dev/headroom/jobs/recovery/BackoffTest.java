package dev.headroom.jobs.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final long seed = new Random().nextLong();
  private final Backoff backoff = new Backoff(new Random(seed));

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4", "4,8", "9,256", "10,300", "40,300", "1000,300"})
  void the_wait_is_anything_up_to_a_bound_that_doubles_to_five_minutes(int attempt, int seconds) {
    Duration bound = Duration.ofSeconds(seconds);

    List<Duration> waits = Stream.generate(() -> backoff.after(attempt)).limit(200).toList();

    assertThat(waits)
        .as("seed %d", seed)
        .allMatch(wait -> !wait.isNegative() && wait.compareTo(bound) <= 0)
        .anyMatch(wait -> wait.compareTo(bound.dividedBy(4)) < 0)
        .anyMatch(wait -> wait.compareTo(bound.multipliedBy(3).dividedBy(4)) > 0);
  }
}

package dev.headroom.aws;

import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Asks DynamoDB again for what it did not get to: it takes of a batch what its partitions can take
 * at the moment, and leaves the rest. Waits longer each time, with full jitter, and gives up when
 * nothing at all was done so many times in a row.
 */
public final class Persistence {
  private static final int MAX_FRUITLESS = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** Lets time pass. */
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  private final RandomGenerator random;
  private final Pause pause;

  public Persistence(RandomGenerator random, Pause pause) {
    this.random = random;
    this.pause = pause;
  }

  /**
   * Asks until nothing is left.
   *
   * @param work what is asked for, and how much that is
   * @param ask does what it can, and answers with the rest; empty when there is none
   * @param refusal what to say when it does not get through
   * @throws HeadroomException.Unavailable when it does not
   */
  public <W> void untilDone(Work<W> work, Function<W, Optional<Work<W>>> ask, String refusal) {
    Optional<Work<W>> left = Optional.of(work);
    int fruitless = 0;
    while (left.isPresent()) {
      Work<W> wanted = left.get();
      left = asked(wanted, ask);
      fruitless = left.isPresent() && left.get().size() >= wanted.size() ? fruitless + 1 : 0;
      if (fruitless == MAX_FRUITLESS) {
        throw new HeadroomException.Unavailable(refusal);
      }
      if (left.isPresent()) {
        pauseAfter(fruitless);
      }
    }
  }

  /**
   * Work that is asked for.
   *
   * @param size the number of its parts
   */
  public record Work<W>(W of, int size) {}

  private static <W> Optional<Work<W>> asked(Work<W> wanted, Function<W, Optional<Work<W>>> ask) {
    try {
      return ask.apply(wanted.of());
    } catch (DynamoDbException e) {
      if (e.isThrottlingException()) { // it got to none of them
        return Optional.of(wanted);
      }
      throw e;
    }
  }

  private void pauseAfter(int fruitless) {
    long bound = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << fruitless);
    try {
      pause.of(Duration.ofMillis(random.nextLong(bound + 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for DynamoDB", e);
    }
  }
}

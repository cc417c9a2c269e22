package dev.headroom.worker.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A machine that a worker, a sweep or a client runs on: with a clock that may go wrong, and a life
 * that may end or pause at any call to AWS.
 */
final class Machine implements InstantSource {
  /** What all threads that a machine starts belong to. */
  private static final InheritableThreadLocal<@Nullable Machine> HERE =
      new InheritableThreadLocal<>();

  private static final int MOST_SKEWED_MINUTES = 6 * 60;

  private static final Set<String> CHANGES =
      Set.of("PutItem", "UpdateItem", "DeleteItem", "SendMessage", "SendMessageBatch");

  /** When a machine dies by itself, and how. */
  private record Lifetime(AtomicInteger changesLeft, Runnable death) {}

  /** It is dead: nothing that runs on it can catch this and go on. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1;

    Died(String name) {
      super(name, null, false, false);
    }
  }

  private final String name;
  private final InstantSource time;
  private final Weather weather;
  private final Journal journal;
  private final Random random;
  private volatile Duration skew = Duration.ZERO;
  private volatile Optional<Lifetime> lifetime = Optional.empty();
  private volatile boolean dead;
  private volatile @Nullable CountDownLatch frozen;

  Machine(String name, InstantSource time, Weather weather, Journal journal, long seed) {
    this.name = name;
    this.time = time;
    this.weather = weather;
    this.journal = journal;
    this.random = new Random(31 * seed + name.hashCode());
  }

  /** The machine that this thread runs on: none for the test itself. */
  static @Nullable Machine here() {
    return HERE.get();
  }

  /** Runs something here, in a thread of its own. */
  Thread start(Runnable errand) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              HERE.set(this);
              try {
                errand.run();
              } catch (Died _) {
                // It did.
              }
            });
  }

  String name() {
    return name;
  }

  Weather weather() {
    return weather;
  }

  Journal journal() {
    return journal;
  }

  Random random() {
    return random;
  }

  /** Randomness for what runs here: fit for ids, and seldom patient. */
  RandomGenerator chance() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return ThreadLocalRandom.current().nextLong();
      }

      @Override
      public long nextLong(long bound) {
        // SQS holds messages back in real time: mostly not at all here.
        return random.nextInt(10) == 0 ? random.nextLong(bound) : 0;
      }
    };
  }

  @Override
  public Instant instant() {
    return time.instant().plus(weather.isCalm() ? Duration.ZERO : skew);
  }

  void jump() {
    int minutes = random.nextInt(10) == 0 ? MOST_SKEWED_MINUTES : 3;
    skew = Duration.ofSeconds(random.nextInt(-60 * minutes, 60 * minutes + 1));
  }

  void freeze() {
    frozen = new CountDownLatch(1);
  }

  boolean isFrozen() {
    return frozen != null;
  }

  boolean isDead() {
    return dead;
  }

  /** Lets it go on, if it stood still. */
  void thaw() {
    CountDownLatch latch = frozen;
    frozen = null;
    if (latch != null) {
      latch.countDown();
    }
  }

  void die() {
    dead = true;
    thaw();
  }

  /** Has it die before its next call that changes something, once it has made so many. */
  void diesAfter(int changes, Runnable death) {
    lifetime = Optional.of(new Lifetime(new AtomicInteger(changes), death));
  }

  /** Where every call to AWS comes by before it is made. */
  void gate(String operation) {
    if (CHANGES.contains(operation)) {
      lifetime
          .filter(life -> life.changesLeft().getAndDecrement() <= 0)
          .ifPresent(life -> life.death().run());
    }
    gate();
  }

  /** As far as a frozen or a dead machine gets. */
  void gate() {
    boolean interrupted = false;
    for (CountDownLatch latch = frozen; latch != null && !dead; latch = frozen) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        interrupted = true; // whoever interrupts it is frozen as well, and comes to it later
      }
    }
    if (dead) {
      throw new Died(name);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

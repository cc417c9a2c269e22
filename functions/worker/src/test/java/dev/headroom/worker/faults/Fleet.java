package dev.headroom.worker.faults;

import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.worker.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** All machines of a run, and the messages on their way to them. */
final class Fleet {
  private static final int MOST_WORKERS = 6;
  private static final int MOST_CALM_ROUNDS = 400;

  /** After so many receives, SQS gives a message up. */
  private static final int MOST_RECEIVES = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What is done by one machine. */
  private record Errand(Machine machine, Thread thread) {
    boolean isOver() {
      return !thread.isAlive();
    }
  }

  /** A worker's function, which takes one message after another. */
  private final class Worker {
    final Machine machine = machine("worker");
    final Delivery delivery;
    volatile int turn;

    Worker() {
      JobBackend backend = world.backend(machine, machine.chance());
      delivery = new Delivery(backend, new Work(() -> turn));
    }
  }

  private final World world;
  private final Random random;
  private final Weather weather;
  private final Journal journal = new Journal();
  private final List<Errand> errands = new ArrayList<>();
  private final Queue<Worker> free = new ConcurrentLinkedQueue<>();
  private final Deque<JobQueue.Message> arrived = new ArrayDeque<>();
  private final List<JobQueue.Message> late = new ArrayList<>();
  private final Map<JobQueue.Message, Integer> receives = new HashMap<>();
  private final Queue<JobQueue.Message> returned = new ConcurrentLinkedQueue<>();
  private final Queue<JobQueue.Message> unburied = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
  private int machines;
  private int deliveries;

  Fleet(World world, Weather weather, Random random) {
    this.world = world;
    this.weather = weather;
    this.random = random;
  }

  Journal journal() {
    return journal;
  }

  /** What nobody should have thrown. */
  List<Throwable> surprises() {
    return List.copyOf(surprises);
  }

  /** A machine that was just switched on. */
  Machine machine(String role) {
    var machine =
        new Machine(role + "-" + ++machines, world.time(), weather, journal, random.nextLong());
    if (weather.draw(random, List.of(Fault.CLOCK_WRONG)).isPresent()) {
      weather.happened(Fault.CLOCK_WRONG);
      machine.jump();
    }
    return machine;
  }

  /** Has a machine do something. */
  void errand(Machine machine, Runnable work) {
    errands.add(new Errand(machine, machine.start(() -> watched(machine, work))));
  }

  private void watched(Machine machine, Runnable work) {
    try {
      work.run();
    } catch (Machine.Died died) {
      throw died;
    } catch (RuntimeException | Error e) {
      if (!machine.isDead()) {
        surprises.add(e);
      }
    }
  }

  /** Has some sweeps begin, and every message delivered that is there, unless it goes astray. */
  void rouse(int sweeps) {
    arrived.addAll(some(late));
    world.receive().forEach(this::receive);
    for (JobQueue.Message message = returned.poll(); message != null; message = returned.poll()) {
      again(message);
    }
    for (int i = 0; i < sweeps; i++) {
      var machine = machine("sweep");
      errand(machine, () -> sweep(world.backend(machine, machine.chance())));
    }
    unburied.addAll(world.receiveDeadLetters());
    for (JobQueue.Message message = unburied.poll(); message != null; message = unburied.poll()) {
      bury(message);
    }
  }

  private void sweep(JobBackend backend) {
    try {
      journal.note("", "sweep " + backend.sweep().run(() -> true));
    } catch (RuntimeException e) {
      journal.note("", "sweep ended by " + e);
    }
  }

  private void bury(JobQueue.Message message) {
    var machine = machine("dead-letters");
    errand(
        machine,
        () -> {
          boolean handled = false;
          try {
            var sequel =
                world.backend(machine, machine.chance()).failedAttempts().deadLetter(message);
            journal.note(message.jobId(), "dead letter " + message + ": " + sequel);
            handled = true;
          } catch (RuntimeException e) {
            journal.note(message.jobId(), "dead letter " + message + ": " + e);
          } finally {
            if (!handled) {
              unburied.add(message);
            }
          }
        });
  }

  private List<JobQueue.Message> some(List<JobQueue.Message> of) {
    List<JobQueue.Message> taken = new ArrayList<>();
    for (Iterator<JobQueue.Message> each = of.iterator(); each.hasNext(); ) {
      JobQueue.Message message = each.next();
      if (weather.isCalm() || random.nextInt(3) == 0) {
        taken.add(message);
        each.remove();
      }
    }
    Collections.shuffle(taken, random);
    return taken;
  }

  private void receive(JobQueue.Message message) {
    Optional<Fault> fault = weather.draw(random, Fault.OF_MESSAGES);
    fault.ifPresent(
        what -> {
          weather.happened(what);
          journal.note(message.jobId(), what + " " + message);
        });
    if (fault.isEmpty()) {
      arrived.add(message);
    } else if (fault.get() == Fault.MESSAGE_LATE) {
      late.add(message);
    } else if (fault.get() == Fault.MESSAGE_TWICE) {
      arrived.add(message);
      (random.nextBoolean() ? arrived : late).add(message);
    } else if (fault.get() == Fault.MESSAGE_DEAD) {
      world.giveUp(message);
    }
  }

  /** A worker could make nothing of it: SQS shows it once more. */
  private void again(JobQueue.Message message) {
    if (receives.merge(message, 1, Integer::sum) >= MOST_RECEIVES) {
      receives.remove(message);
      world.giveUp(message);
    } else {
      late.add(message);
    }
  }

  private void deliver(JobQueue.Message message) {
    Worker worker = Optional.ofNullable(free.poll()).orElseGet(Worker::new);
    String claimant = worker.machine.name() + "/" + ++deliveries;
    Duration timeLeft = random.nextInt(8) == 0 ? Duration.ofMillis(700) : Duration.ofMinutes(15);
    errand(
        worker.machine,
        () -> {
          worker.turn = message.turn() + 1;
          try {
            worker.delivery.of(message, claimant, timeLeft);
            journal.note(message.jobId(), claimant + " is done with " + message);
          } catch (RuntimeException e) {
            journal.note(message.jobId(), claimant + " gives back " + message + ": " + e);
            returned.add(message);
          } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts it", e);
          }
          free.add(worker);
        });
  }

  /** Lets everybody work who can, until nobody can any more or the time is up. */
  void settle(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      errands.removeIf(Errand::isOver);
      long busy = errands.stream().filter(errand -> !errand.machine().isFrozen()).count();
      while (!arrived.isEmpty() && busy < MOST_WORKERS) {
        deliver(arrived.remove());
        busy++;
      }
      if (busy == 0 || System.nanoTime() >= end) {
        return;
      }
      Thread.sleep(1);
    }
  }

  /** Has some machines that stand still go on, or die. */
  void thawSome() {
    for (Errand errand : errands) {
      if (errand.machine().isFrozen() && random.nextInt(4) == 0) {
        if (random.nextInt(4) == 0) {
          errand.machine().die();
        } else {
          errand.machine().thaw();
        }
      }
    }
  }

  /** Has some requests arrive that were held back. */
  void releaseSome() throws InterruptedException {
    for (int i = random.nextInt(6); i > 0; i--) {
      if (weather.release()) {
        journal.note("", "a late copy arrives");
      }
    }
  }

  /** Works on, with no more faults but what is on its way, until nothing is left to do. */
  void comeToRest() throws InterruptedException {
    weather.calm();
    for (int round = 0; round < MOST_CALM_ROUNDS; round++) {
      thawSome();
      releaseSome();
      rouse(1);
      settle(PATIENCE);
      Map<String, Instant> due = world.due();
      if (due.isEmpty() && isOver()) {
        return;
      }
      due.values().stream()
          .sorted()
          .skip(due.size() / 2)
          .findFirst()
          .ifPresent(next -> world.advanceTo(next.plusMillis(1)));
    }
    throw new AssertionError("It does not come to rest: %s, %s".formatted(world.due(), errands));
  }

  private boolean isOver() {
    return errands.isEmpty()
        && arrived.isEmpty()
        && late.isEmpty()
        && returned.isEmpty()
        && unburied.isEmpty()
        && !weather.keepsAny();
  }
}

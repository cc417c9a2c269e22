package dev.headroom.worker.faults;

import dev.headroom.aws.Item;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.Jobs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * One run: clients, workers and sweeps at work while calls fail, machines die and messages go
 * astray; and then a calm, in which everything is to come to rest.
 */
final class Storm {
  private static final String TENANT = "acme";
  private static final int WISHES = 36;
  private static final int ROUNDS = 12;
  private static final Duration A_ROUND = Duration.ofMillis(400);
  private static final List<Duration> STEPS_IN_TIME =
      List.of(
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(31),
          Duration.ofSeconds(75),
          Duration.ofMinutes(5),
          Duration.ofMinutes(20),
          Duration.ofHours(3));

  /** What a client asks for. */
  private interface Request {
    void of(Jobs jobs);
  }

  private final World world;
  private final Random random;
  private final Ledger ledger = new Ledger();
  private final Fleet fleet;

  Storm(World world, long seed, Tally tally) {
    this.world = world;
    this.random = new Random(seed);
    this.fleet = new Fleet(world, new Weather(random, tally), random);
  }

  Ledger ledger() {
    return ledger;
  }

  Fleet fleet() {
    return fleet;
  }

  /** Rages, calms down, and returns when nothing is left to do. */
  void run() throws InterruptedException {
    Deque<Wish> wishes = new ArrayDeque<>();
    for (int number = 0; number < WISHES; number++) {
      wishes.add(Wish.random(number, random));
    }
    for (int round = 0; round < ROUNDS; round++) {
      submit(wishes, round == ROUNDS - 1 ? wishes.size() : WISHES / ROUNDS);
      cancelSome();
      retrySome();
      fleet.rouse(random.nextInt(3));
      fleet.settle(A_ROUND);
      pass(STEPS_IN_TIME.get(random.nextInt(STEPS_IN_TIME.size())));
      fleet.thawSome();
      fleet.releaseSome();
    }
    fleet.comeToRest();
  }

  private void pass(Duration time) {
    fleet.journal().note("", "time goes on by " + time);
    world.advance(time);
  }

  private void submit(Deque<Wish> wishes, int count) {
    List<Wish> together = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Wish wish = wishes.remove();
      Submission submission = wish.submission(random);
      if (submission.idempotencyKey().isEmpty() && random.nextInt(3) == 0) {
        together.add(wish);
        continue;
      }
      int clients = submission.idempotencyKey().isEmpty() ? 1 : 1 + random.nextInt(4);
      for (; clients > 0; clients--) {
        byClient(
            jobs ->
                answered(ledger.submission(wish.number()), () -> jobs.submit(TENANT, submission)));
      }
    }
    if (!together.isEmpty()) {
      submitAll(together);
    }
  }

  private void submitAll(List<Wish> together) {
    List<Submission> submissions =
        together.stream()
            .map(wish -> wish.submission(random))
            .map(
                s ->
                    new Submission(
                        s.type(), s.parameters(), s.options(), s.delay(), Optional.empty()))
            .toList();
    byClient(
        jobs -> {
          try {
            List<Jobs.Answer> answers = jobs.submitAll(TENANT, submissions);
            for (int i = 0; i < answers.size(); i++) {
              var told = ledger.submission(together.get(i).number());
              switch (answers.get(i)) {
                case Jobs.Answer.Accepted(Job job) -> told.accept(job);
                case Jobs.Answer.Rejected(var errors) -> told.unknown().add(errors.toString());
              }
            }
          } catch (Machine.Died died) {
            together.forEach(wish -> ledger.submission(wish.number()).unknown().add("died"));
            throw died;
          } catch (RuntimeException e) {
            together.forEach(wish -> ledger.submission(wish.number()).unknown().add(e.toString()));
          }
        });
  }

  private void cancelSome() {
    List<String> jobs = ledger.accepted();
    for (int i = random.nextInt(3); i > 0 && !jobs.isEmpty(); i--) {
      String id = jobs.get(random.nextInt(jobs.size()));
      for (int clients = 1 + random.nextInt(5) / 4; clients > 0; clients--) {
        byClient(api -> answered(ledger.cancel(id), () -> api.cancel(id, Optional.of(TENANT))));
      }
    }
  }

  private void retrySome() {
    List<Item> items = new ArrayList<>(world.items());
    items.removeIf(item -> !item.text("status").equals("failed"));
    for (int i = random.nextInt(4); i > 0 && !items.isEmpty(); i--) {
      String id = items.get(random.nextInt(items.size())).text("job_id");
      for (int clients = 1 + random.nextInt(3) / 2; clients > 0; clients--) {
        byClient(api -> answered(ledger.retry(id), () -> api.retry(id, Optional.of(TENANT))));
      }
    }
  }

  private void byClient(Request request) {
    var machine = fleet.machine("client");
    var backend = world.backend(machine, machine.chance());
    fleet.errand(machine, () -> request.of(backend.jobs(world.types())));
  }

  private static void answered(Ledger.Answers answers, Supplier<Job> request) {
    try {
      answers.accept(request.get());
    } catch (HeadroomException.Conflict e) {
      answers.refused().add(e.getMessage());
    } catch (Machine.Died died) {
      answers.unknown().add("died");
      throw died;
    } catch (RuntimeException e) {
      answers.unknown().add(e.toString());
    }
  }
}

package dev.headroom.worker.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Does what a {@link Wish} says. Each step that it does leaves its number and its turn in the
 * checkpoint: so whatever was done twice, or by somebody whose turn was over, is there to be seen.
 *
 * @param turn the one that is being worked on
 */
record Work(IntSupplier turn) implements JobWork {
  private static final int ITEMS = 3_000;

  /** One step, and in which turn it was done. */
  record Step(int turn, int number) {}

  /** A checkpoint. */
  record Done(List<Step> steps) {}

  @Override
  public Outcome run(JobRun run) throws Exception {
    Wish wish = Wish.of(run.parameters());
    boolean fails = run.attempt() <= wish.failures();
    return switch (wish.kind()) {
      case COMPLETES -> completed(wish);
      case LARGE -> large(wish, run.parameters());
      case GIVES_UP -> new Outcome.Failed("As was wished.");
      case COMES_BACK ->
          fails ? new Outcome.RetryIn(Duration.ofHours(2), "As was wished.") : completed(wish);
      case FAILS -> {
        if (fails) {
          throw new HeadroomException.Unavailable("As was wished.");
        }
        yield completed(wish);
      }
      case THROWS -> {
        if (fails) {
          throw new IllegalStateException("as was wished");
        }
        yield completed(wish);
      }
      case STEPS, LONG_STEPS, SLICES -> stepByStep(wish, run, fails);
      case LASTS -> lasting(wish, run);
      case TIMES_OUT -> {
        Thread.sleep(Duration.ofSeconds(20));
        yield completed(wish);
      }
      case STUBBORN -> stubborn(run);
    };
  }

  private static Outcome completed(Wish wish) {
    return new Outcome.Completed(Json.SNAKE_CASE.createObjectNode().put("wish", wish.note()));
  }

  private static Outcome large(Wish wish, ObjectNode parameters) {
    boolean whole =
        parameters.path("documents").path(0).path("text").asText().equals(wish.text(40_000));
    ObjectNode result =
        Json.SNAKE_CASE.createObjectNode().put("wish", wish.note()).put("whole", whole);
    ArrayNode items = result.putArray("items");
    for (int i = 0; i < ITEMS; i++) {
      items.add("item %d of %s".formatted(i, "x".repeat(100)));
    }
    return new Outcome.Completed(result, "items");
  }

  private Outcome stepByStep(Wish wish, JobRun run, boolean fails) throws InterruptedException {
    int now = turn.getAsInt();
    var steps = new ArrayList<>(run.checkpoint(Done.class).map(Done::steps).orElse(List.of()));
    int until = steps.size() + wish.slice();
    while (steps.size() < wish.steps()) {
      if (steps.size() == until) {
        return Outcome.Continue.from(new Done(steps));
      }
      if (fails && steps.size() + 1 == until) {
        throw new IllegalStateException("as was wished");
      }
      steps.add(new Step(now, steps.size() + 1));
      run.progress(steps.size() / (double) wish.steps(), "Step " + steps.size());
      if (wish.kind() != Wish.Kind.SLICES) {
        run.save(new Done(List.copyOf(steps)));
      }
      if (wish.kind() == Wish.Kind.LONG_STEPS) {
        Thread.sleep(400);
      }
    }
    ObjectNode result = Json.SNAKE_CASE.createObjectNode().put("wish", wish.note());
    result.set("steps", Json.SNAKE_CASE.valueToTree(steps));
    return new Outcome.Completed(result);
  }

  private static Outcome lasting(Wish wish, JobRun run) throws InterruptedException {
    int ticks = 4 * wish.steps();
    for (int tick = 1; tick <= ticks; tick++) {
      Thread.sleep(60);
      run.progress(tick / (double) ticks, "Tick " + tick);
    }
    return completed(wish);
  }

  private Outcome stubborn(JobRun run) throws InterruptedException {
    int now = turn.getAsInt();
    long end = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
    while (System.nanoTime() < end) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException _) {
        // it does not care
      }
    }
    run.save(new Done(List.of(new Step(now, 1))));
    return new Outcome.Failed("It was not stopped.");
  }
}

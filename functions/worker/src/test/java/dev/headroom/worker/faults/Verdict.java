package dev.headroom.worker.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.client.JobBackend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what happened in the table against what clients were told, and what must always hold. */
final class Verdict {
  private final World world;
  private final Ledger ledger;
  private final JobBackend backend;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> suspects = new HashSet<>();
  private final Map<Wish, JobStatus> ends = new HashMap<>();
  private final Map<String, Life> lives = new HashMap<>();

  Verdict(World world, Ledger ledger) {
    this.world = world;
    this.ledger = ledger;
    this.backend = world.backend();
    world
        .history()
        .read()
        .forEach((id, changes) -> lives.put(id, new Life(id, changes, backend.payloads())));
    judge();
  }

  /** What became of each wish, of the last of its jobs if it has several. */
  Map<Wish, JobStatus> ends() {
    return ends;
  }

  /** All that does not hold. */
  List<String> faults() {
    return faults;
  }

  /** The jobs that it does not hold of, with their lives. */
  List<Life> suspects() {
    return suspects.stream()
        .flatMap(id -> java.util.Optional.ofNullable(lives.get(id)).stream())
        .toList();
  }

  private void check(boolean holds, String job, String sentence) {
    if (!holds) {
      faults.add(job + ": " + sentence);
      suspects.add(job);
    }
  }

  private void judge() {
    Map<Integer, List<String>> byWish = new HashMap<>();
    for (Item item : world.items()) {
      String id = item.text("job_id");
      Life life = lives.get(id);
      check(life != null && life.last().equals(item), id, "the stream does not end with the item");
      Job job = backend.reader().find(id).orElseThrow();
      Wish wish = Wish.of(backend.payloads().load(job.parameters()));
      byWish.computeIfAbsent(wish.number(), _ -> new ArrayList<>()).add(id);
      judge(job, wish);
    }
    for (Life life : lives.values()) {
      life.faults().forEach(fault -> check(false, life.id(), fault));
      cancels(life);
      retries(life);
    }
    for (String id : ledger.accepted()) {
      check(lives.containsKey(id), id, "accepted, and not there");
    }
    byWish.forEach(this::submissions);
    world.due().forEach((id, at) -> check(false, id, "still due at %s".formatted(at)));
    check(world.receiveDeadLetters().isEmpty(), "?", "dead letters are left");
  }

  private void judge(Job job, Wish wish) {
    ends.put(wish, job.status());
    check(job.status().isFinal(), job.id(), "is %s".formatted(job.status()));
    switch (wish.kind()) {
      case GIVES_UP, TIMES_OUT, STUBBORN ->
          check(
              job.status() != JobStatus.COMPLETED, job.id(), "completed, being %s".formatted(wish));
      case COMPLETES, FAILS, THROWS, COMES_BACK, STEPS, LONG_STEPS, SLICES, LASTS, LARGE -> {
        // what it came to depends on the weather
      }
    }
    if (job.status() == JobStatus.COMPLETED) {
      ObjectNode result = backend.results().whole(job);
      check(
          result.path("wish").asText().equals(wish.note()),
          job.id(),
          "result %s".formatted(result));
      switch (wish.kind()) {
        case STEPS, LONG_STEPS, SLICES -> steps(job, wish, result);
        case LARGE ->
            check(
                result.path("whole").asBoolean() && result.path("items").size() == 3_000,
                job.id(),
                "not the whole result");
        case COMPLETES, FAILS, THROWS, GIVES_UP, COMES_BACK, LASTS, TIMES_OUT, STUBBORN -> {
          // nothing more is in it
        }
      }
    }
  }

  private void steps(Job job, Wish wish, ObjectNode result) {
    int number = 0;
    int turn = 0;
    for (JsonNode step : result.path("steps")) {
      number++;
      check(
          step.path("number").asInt() == number, job.id(), "step %d is %s".formatted(number, step));
      check(
          step.path("turn").asInt() >= turn,
          job.id(),
          "step %d went back: %s".formatted(number, step));
      turn = step.path("turn").asInt();
    }
    check(number == wish.steps(), job.id(), "%d steps of %d".formatted(number, wish.steps()));
  }

  private void cancels(Life life) {
    var told = ledger.cancel(life.id());
    boolean cancelled = life.last().text("status").equals("cancelled");
    check(
        told.accepted().isEmpty() || cancelled,
        life.id(),
        "a cancel was answered well, and it is %s".formatted(life.last().text("status")));
    check(
        !cancelled || !told.accepted().isEmpty() || !told.unknown().isEmpty(),
        life.id(),
        "cancelled, and nobody was told so");
  }

  private void retries(Life life) {
    var told = ledger.retry(life.id());
    Set<Integer> turns =
        told.accepted().stream().map(Ledger.Accepted::turn).collect(Collectors.toSet());
    check(
        life.restarts().containsAll(turns),
        life.id(),
        "retries answered at turns %s, done at %s".formatted(turns, life.restarts()));
    // Refused is also who has done it without being told so, and asked again when it ran already.
    check(
        turns.containsAll(life.restarts())
            || !told.unknown().isEmpty()
            || !told.refused().isEmpty(),
        life.id(),
        "retries done at turns %s, answered at %s".formatted(life.restarts(), turns));
  }

  /** One job for each submission that was answered; one in all under a key. */
  private void submissions(int wish, List<String> jobs) {
    var told = ledger.submission(wish);
    long answered = told.accepted().stream().map(Ledger.Accepted::job).distinct().count();
    check(
        jobs.size() >= answered && jobs.size() <= answered + told.unknown().size(),
        jobs.getFirst(),
        "%d jobs of %d that were answered, and %d that may be"
            .formatted(jobs.size(), answered, told.unknown().size()));
    check(
        told.accepted().size() <= 1 || jobs.size() == 1,
        jobs.getFirst(),
        "%s under one key".formatted(jobs));
  }
}

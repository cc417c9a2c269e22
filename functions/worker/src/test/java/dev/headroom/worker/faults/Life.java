package dev.headroom.worker.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.aws.Item;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.store.Payloads;
import dev.headroom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One job from its first write to its last, as the table's stream tells it; and all that is wrong
 * with it.
 */
final class Life {
  private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled");

  /** What a client sees: whatever changes it has a higher revision. */
  private static final List<String> VISIBLE =
      List.of("status", "progress", "message", "attempts", "errors", "result", "completed_at");

  private final String id;
  private final List<History.Change> changes;
  private final Payloads payloads;
  private final List<String> faults = new ArrayList<>();
  private final List<Integer> restarts = new ArrayList<>();
  private int ends;

  Life(String id, List<History.Change> changes, Payloads payloads) {
    this.id = id;
    this.changes = changes;
    this.payloads = payloads;
    for (int i = 0; i < changes.size(); i++) {
      check(i);
    }
    check(
        ends == restarts.size() + 1,
        "ended %d times after %d restarts".formatted(ends, restarts.size()));
  }

  /** What is wrong. */
  List<String> faults() {
    return faults;
  }

  String id() {
    return id;
  }

  /** The turns that it was restarted at by hand. */
  List<Integer> restarts() {
    return restarts;
  }

  Item last() {
    return changes.getLast().after();
  }

  private void check(boolean holds, String sentence) {
    if (!holds) {
      faults.add(sentence);
    }
  }

  private void check(int index) {
    var change = changes.get(index);
    Item after = change.after();
    String where = "write %d (%s)".formatted(index, brief(after));
    if (index == 0) {
      check(change.before().isEmpty(), "%s: not created".formatted(where));
    } else {
      check(
          change.before().equals(changes.get(index - 1).after()),
          "%s: the stream has a hole".formatted(where));
    }
    check(!after.isEmpty(), "%s: it was deleted".formatted(where));
    if (!after.isEmpty()) {
      image(after, where);
      if (index > 0) {
        step(change.before(), after, where);
      }
    }
  }

  private static String status(Item item) {
    return item.text("status");
  }

  static boolean isFinal(Item item) {
    return FINAL.contains(status(item));
  }

  /** What is true of a job at any time. */
  private void image(Item item, String where) {
    for (String attribute : List.of("due_at", "due_shard")) {
      check(
          item.find(attribute).isPresent() != isFinal(item),
          "%s: %s of a job that is %s".formatted(where, attribute, status(item)));
    }
    for (String attribute : List.of("completed_at", "expires_at")) {
      check(
          item.find(attribute).isPresent() == isFinal(item),
          "%s: %s of a job that is %s".formatted(where, attribute, status(item)));
    }
    boolean claimed = item.find("claimed_by").isPresent();
    check(claimed == item.find("lease_until").isPresent(), "%s: half a lease".formatted(where));
    check(
        !claimed || status(item).equals("running"), "%s: held though not running".formatted(where));
    check(
        item.number("attempts") <= item.number("max_attempts"),
        "%s: more attempts than %d".formatted(where, item.number("max_attempts")));
    String filing = item.text("status_key").split("[-#]", 2)[0];
    check(
        filing.equals(status(item)) || (filing.equals("scheduled") && isPending(item)),
        "%s: filed under %s".formatted(where, filing));
    check(
        item.find("result").isPresent() == status(item).equals("completed"),
        "%s: a result of a job that is %s".formatted(where, status(item)));
  }

  private static boolean isPending(Item item) {
    return status(item).equals("pending");
  }

  /** What is true of any change. */
  private void step(Item before, Item after, String where) {
    check(mayFollow(before, after), "%s: from %s".formatted(where, status(before)));
    boolean ended = isFinal(after) && !isFinal(before);
    if (ended) {
      ends++;
    }
    if (isFinal(before) && isPending(after)) {
      restarts.add(Math.toIntExact(after.number("turn")));
    }
    long revisions = after.number("revision") - before.number("revision");
    check(revisions >= 0, "%s: revision went back by %d".formatted(where, -revisions));
    boolean seen =
        VISIBLE.stream().anyMatch(name -> !Objects.equals(before.find(name), after.find(name)));
    check(!seen || revisions > 0, "%s: changed at the same revision".formatted(where));
    long turns = after.number("turn") - before.number("turn");
    check(turns == 0 || turns == 1, "%s: turn went on by %d".formatted(where, turns));
    boolean again = isPending(after) && !isPending(before);
    double least = again ? savedProgress(before) : before.decimal("progress");
    check(
        again ? after.decimal("progress") == least : after.decimal("progress") >= least,
        "%s: progress went from %s, of which %s were saved"
            .formatted(where, before.decimal("progress"), least));
    check(
        errors(after) >= errors(before) || isFinal(before),
        "%s: errors were forgotten".formatted(where));
    check(errors(after) <= errors(before) + 1, "%s: several errors at once".formatted(where));
    steps(before, after, where);
  }

  private static double savedProgress(Item item) {
    return item.find("saved_progress").map(value -> Double.parseDouble(value.n())).orElse(0.0);
  }

  private static boolean mayFollow(Item before, Item after) {
    String next = status(after);
    return switch (status(before)) {
      case "pending" -> Set.of("pending", "running", "cancelled", "failed").contains(next);
      case "running" ->
          Set.of("running", "pending", "completed", "failed", "cancelled").contains(next);
      case "failed" -> next.equals("pending");
      case "cancelled" -> next.equals("cancelled"); // a note that its work did not stop
      default -> false;
    };
  }

  private static int errors(Item item) {
    return item.find("errors").map(list -> list.l().size()).orElse(0);
  }

  /** What was done stays done, and whoever does more does it in the present turn. */
  private void steps(Item before, Item after, String where) {
    if (Objects.equals(before.find("checkpoint"), after.find("checkpoint"))
        || status(after).equals("completed")) {
      return;
    }
    List<Work.Step> had = done(before);
    List<Work.Step> has = done(after);
    boolean goesOn = has.size() >= had.size() && has.subList(0, had.size()).equals(had);
    check(goesOn, "%s: the checkpoint went from %s to %s".formatted(where, had, has));
    if (goesOn) {
      long turn = after.number("turn");
      check(
          has.stream().skip(had.size()).allMatch(step -> step.turn() == turn),
          "%s: a zombie's steps in %s".formatted(where, has));
    }
  }

  private List<Work.Step> done(Item item) {
    return item.find("checkpoint")
        .map(stored -> payloads.load(payload(new Item(stored.m()))))
        .map(Life::steps)
        .orElse(List.of());
  }

  private static List<Work.Step> steps(ObjectNode checkpoint) {
    try {
      return Json.STORED.treeToValue(checkpoint, Work.Done.class).steps();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Payload payload(Item stored) {
    long bytes = stored.number("json_bytes");
    return stored
        .find("gzip")
        .<Payload>map(gzip -> new Payload.Inline(gzip.b(), bytes))
        .orElseGet(() -> new Payload.Stored(stored.text("key"), bytes));
  }

  private static String brief(Item item) {
    if (item.isEmpty()) {
      return "nothing";
    }
    return Stream.of(
            "status",
            "turn",
            "revision",
            "attempts",
            "progress",
            "claimed_by",
            "lease_until",
            "due_at",
            "run_after",
            "status_key")
        .flatMap(
            name ->
                item
                    .find(name)
                    .map(value -> name + " " + Optional.ofNullable(value.s()).orElse(value.n()))
                    .stream())
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  @Override
  public String toString() {
    var text = new StringBuilder(id);
    changes.forEach(change -> text.append("\n  ").append(brief(change.after())));
    return text.toString();
  }
}

package dev.headroom.cleanup;

import dev.headroom.cleanup.CleanupTarget.Overdue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Things that go at once: no more than DynamoDB takes as one transaction. */
record Batch(List<Overdue> things) {
  /** DynamoDB's 100 writes of a transaction, one of which is the desk's. */
  static final int MAX_ITEMS = 99;

  /**
   * To remove a kilobyte in a transaction takes two write units, and what is found side by side
   * lies under one partition key, which has 1,000 a second.
   */
  private static final long MAX_BYTES = 400_000;

  /** Even if they hardly compress, they take 200 KB of an item of at most 400 KB. */
  private static final long MAX_KEY_CHARACTERS = 250_000;

  static final Batch NONE = new Batch(List.of());

  static List<Batch> of(List<Overdue> found) {
    List<Batch> batches = new ArrayList<>();
    List<Overdue> batch = new ArrayList<>();
    int items = 0;
    long bytes = 0;
    long characters = 0;
    for (Overdue one : found) {
      items += one.item().isPresent() ? 1 : 0;
      bytes += one.itemBytes();
      characters += keyCharacters(one);
      if (!batch.isEmpty()
          && (items > MAX_ITEMS || bytes > MAX_BYTES || characters > MAX_KEY_CHARACTERS)) {
        batches.add(new Batch(batch));
        batch = new ArrayList<>();
        items = one.item().isPresent() ? 1 : 0;
        bytes = one.itemBytes();
        characters = keyCharacters(one);
      }
      batch.add(one);
    }
    if (!batch.isEmpty()) {
      batches.add(new Batch(batch));
    }
    return batches;
  }

  private static long keyCharacters(Overdue one) {
    return one.objects().stream().mapToLong(object -> object.key().length()).sum();
  }

  int size() {
    return things.size();
  }

  /** Two of about the same size, to be tried one after the other; none of an empty one. */
  List<Batch> halves() {
    int middle = things.size() / 2;
    return Stream.of(things.subList(0, middle), things.subList(middle, things.size()))
        .filter(half -> !half.isEmpty())
        .map(Batch::new)
        .toList();
  }

  boolean isEmpty() {
    return things.isEmpty();
  }

  /** One for each item, in their order; what is refused comes with the item as it is. */
  List<Delete> deletions() {
    return things.stream()
        .flatMap(one -> one.item().stream())
        .map(
            delete ->
                delete.toBuilder()
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build())
        .toList();
  }

  Outbox outbox() {
    return Outbox.of(things.stream().flatMap(one -> one.objects().stream()).toList());
  }

  /** What is counted when the transaction is done: its objects are when they are erased. */
  Tally tally() {
    return things.stream().map(Overdue::committed).reduce(Tally.NONE, Tally::plus);
  }

  /** Those that are in use again were found as well, and are kept. */
  Tally keptOf(Set<Integer> changed) {
    long files = changed.stream().mapToLong(place -> withItem().get(place).files()).sum();
    return Tally.found(files).plus(Tally.kept(files));
  }

  /** Without those whose deletion was refused. */
  Batch without(Transaction.Refused refused) {
    List<Overdue> left = new ArrayList<>(things);
    List<Overdue> withItem = withItem();
    for (int place = 0; place < withItem.size(); place++) {
      if (refused.changed().contains(place) || refused.gone().contains(place)) {
        left.remove(withItem.get(place));
      }
    }
    return new Batch(left);
  }

  private List<Overdue> withItem() {
    return things.stream().filter(one -> one.item().isPresent()).toList();
  }
}

package dev.headroom.cleanup.runs;

import dev.headroom.cleanup.targets.CleanupTarget.Overdue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** SampleItems that go at once: no more than DynamoDB takes as one transaction. */
record Batch(List<Overdue> entries) {
  /** DynamoDB's 100 writes of a transaction, one of which is the run's. */
  static final int MAX_ITEMS = 99;

  /**
   * Removing a kilobyte in a transaction takes two write units, and entries that are found side by
   * side often have one partition key, which takes 1,000 units a second.
   */
  private static final long MAX_BYTES = 400_000;

  /** Keys that hardly compress take 200 KB then; an item has at most 400 KB. */
  private static final long MAX_KEY_CHARACTERS = 250_000;

  static final Batch NONE = new Batch(List.of());

  /** Divides what was found into batches, in its order. */
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
    return entries.size();
  }

  /** Returns two batches of about the same size; none of an empty one. */
  List<Batch> halves() {
    int middle = entries.size() / 2;
    return Stream.of(entries.subList(0, middle), entries.subList(middle, entries.size()))
        .filter(half -> !half.isEmpty())
        .map(Batch::new)
        .toList();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Returns a deletion for each item, in order. A refusal comes with the item as it is. */
  List<Delete> deletions() {
    return entries.stream()
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
    return Outbox.of(entries.stream().flatMap(one -> one.objects().stream()).toList());
  }

  /** Returns what the transaction counts. Objects are counted as removed when they are erased. */
  RemovalCounts counts() {
    return entries.stream().map(Batch::committed).reduce(RemovalCounts.NONE, RemovalCounts::plus);
  }

  /** Returns the counts of entries that were found and are in use again. */
  RemovalCounts keptCounts(Set<Integer> changed) {
    long files = changed.stream().mapToLong(place -> files(withItem().get(place))).sum();
    return RemovalCounts.found(files).plus(RemovalCounts.kept(files));
  }

  /** Returns the batch without the entries whose deletion was refused. */
  Batch without(WriteOutcome.Refused refused) {
    List<Overdue> left = new ArrayList<>(entries);
    List<Overdue> withItem = withItem();
    for (int place = 0; place < withItem.size(); place++) {
      if (refused.changed().contains(place) || refused.gone().contains(place)) {
        left.remove(withItem.get(place));
      }
    }
    return new Batch(left);
  }

  private List<Overdue> withItem() {
    return entries.stream().filter(one -> one.item().isPresent()).toList();
  }

  /** Returns what is counted when all of the batch is removed. */
  RemovalCounts countsWhenGone() {
    Outbox objects = outbox();
    return counts().plus(RemovalCounts.removedObjects(objects.keys().size(), objects.bytes()));
  }

  private static RemovalCounts committed(Overdue one) {
    RemovalCounts found = RemovalCounts.found(files(one));
    return one.item().isPresent() ? found.plus(RemovalCounts.removedItem(one.itemBytes())) : found;
  }

  /** Returns how many items and objects an entry consists of. */
  private static long files(Overdue one) {
    return one.item().stream().count() + one.objects().size();
  }
}

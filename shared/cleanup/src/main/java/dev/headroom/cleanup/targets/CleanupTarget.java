package dev.headroom.cleanup.targets;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.Delete;

/**
 * Something that clean-up removes when it is older than its retention. A target finds what is
 * overdue and says how each entry is removed. The run does the rest: transactions, counts, retries,
 * and going on where it was after a kill.
 *
 * <p>Runs of one tenant never overlap. A target is called from one thread at a time, and may be
 * called in another process for the next page.
 */
public interface CleanupTarget {
  /** Returns the name by which schedules know the target: 1 to 50 of {@code a-z}, 0-9 and _. */
  String name();

  /**
   * Returns whether a schedule that names no targets cleans up this one too. It should not for what
   * an application has stored and nobody can make again.
   */
  default boolean isUsual() {
    return true;
  }

  /**
   * Finds some of what is overdue, and changes nothing. What is in use is never overdue, however
   * old it is.
   *
   * <p>The cost must grow with what is overdue, not with what is kept: query an index that is
   * sorted by age.
   *
   * @param from the {@code next} of the page before; empty for the first page
   * @throws RuntimeException on any failure; the page is tried again, and after three failures in a
   *     row the run gives the target up
   */
  Page find(Scope scope, Optional<String> from);

  /**
   * Removes objects that are not items of DynamoDB. It may be called again for objects that are
   * removed already, and must then do nothing.
   *
   * @param keys keys of {@link Overdue#objects}
   */
  void erase(List<String> keys);

  /**
   * The scope of a search.
   *
   * @param tenant whose entries are found; another tenant's never are
   * @param olderThan the age limit, which is the beginning of the run less the retention: what is
   *     younger is kept
   * @param asOf when the run began, by a clock that is not ahead of the time at AWS
   */
  record Scope(String tenant, Instant olderThan, Instant asOf) {}

  /**
   * Some of what was found, at most a few hundred entries.
   *
   * @param found may be empty though there is more
   * @param next where the next page begins: at most 1,000 characters, and another place than this
   *     page began at; empty when there is no more
   */
  record Page(List<Overdue> found, Optional<String> next) {
    private static final int MAX_NEXT = 1_000;

    public Page {
      if (next.filter(place -> place.length() > MAX_NEXT).isPresent()) {
        throw new IllegalArgumentException(
            "The place of the next page must have at most %d characters".formatted(MAX_NEXT));
      }
      found = List.copyOf(found);
    }

    /** Returns a page after which there is no more. */
    public static Page last(List<Overdue> found) {
      return new Page(found, Optional.empty());
    }
  }

  /**
   * An overdue entry. Its item is deleted first, in a transaction with the run's counts; its
   * objects are erased only when that is done.
   *
   * @param item the deletion of its item in DynamoDB, on the condition that the item is overdue:
   *     when the condition fails by then, the entry is in use again and is kept with its objects;
   *     empty when it has no item
   * @param itemBytes the size of the item as DynamoDB counts it
   * @param objects its objects, at most some ten thousand. No other entry may ever have an object
   *     of the same key, since an object may be erased long after its item was deleted
   */
  record Overdue(Optional<Delete> item, long itemBytes, List<Erasable> objects) {
    /** Returns an entry that is an item with its objects. */
    public static Overdue item(Delete item, long itemBytes, List<Erasable> objects) {
      return new Overdue(Optional.of(item), itemBytes, objects);
    }

    /** Returns an entry that is an object without an item. */
    public static Overdue object(Erasable object) {
      return new Overdue(Optional.empty(), 0, List.of(object));
    }
  }

  /**
   * An object outside of DynamoDB.
   *
   * @param key the name by which {@link #erase} knows it
   */
  record Erasable(String key, long bytes) {}
}

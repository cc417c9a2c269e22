package dev.headroom.cleanup.targets;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.Delete;

/**
 * A kind of thing that clean-up removes when its time is over. A target says what is over and how
 * each thing is removed; the run does the rest: transactions, counts, retries, and going on where
 * it was after a kill.
 *
 * <p>Runs of one tenant never overlap. A target is called from one thread at a time, and may be
 * called in another process for the next page.
 */
public interface CleanupTarget {
  /** As schedules name it: 1 to 50 lower-case letters, digits and underscores. */
  String name();

  /**
   * Whether a schedule that names no targets means this one too. What an application has put there,
   * and nobody can make again, should be named by who wants it removed.
   */
  default boolean isUsual() {
    return true;
  }

  /**
   * Finds some of what is over, and changes nothing. What is in use is never over, however old.
   *
   * <p>Its cost must grow with what is over, not with what is kept: ask an index that is sorted by
   * age.
   *
   * @param from the {@code next} of the page before; empty for the first
   */
  Page find(Scope scope, Optional<String> from);

  /**
   * Removes what does not lie in DynamoDB. May be asked again for what it has removed already: that
   * does no harm.
   *
   * @param keys of {@link Overdue#objects}
   */
  void erase(List<String> keys);

  /**
   * What a run asks for.
   *
   * @param tenant whose things are meant; nobody else's are ever found
   * @param olderThan what is younger than this is kept: the run's beginning less the retention
   * @param asOf when the run began, by the most cautious clock
   */
  record Scope(String tenant, Instant olderThan, Instant asOf) {}

  /**
   * Some of what was found, at most a few hundred things.
   *
   * @param found may be empty though there is more
   * @param next where to go on: at most 1,000 characters, and another place than this page began
   *     at; empty when there is no more
   */
  record Page(List<Overdue> found, Optional<String> next) {
    private static final int MAX_NEXT = 1_000;

    public Page {
      if (next.filter(place -> place.length() > MAX_NEXT).isPresent()) {
        throw new IllegalArgumentException(
            "A place is at most %d characters long".formatted(MAX_NEXT));
      }
      found = List.copyOf(found);
    }

    public static Page last(List<Overdue> found) {
      return new Page(found, Optional.empty());
    }
  }

  /**
   * A thing that is over. Its item goes first, in a transaction with the run's counts; only when
   * that is done are its objects erased.
   *
   * @param item the deletion of its item in DynamoDB, conditioned on what makes it over: when the
   *     condition fails by then, the thing is in use again, and is kept with its objects
   * @param itemBytes the item's size as DynamoDB counts it
   * @param objects what else is its, at most some ten thousand. No other thing ever has an object
   *     of the same key: it may be erased long after the item has gone
   */
  record Overdue(Optional<Delete> item, long itemBytes, List<Erasable> objects) {
    /** An item with all that lies elsewhere of it. */
    public static Overdue item(Delete item, long itemBytes, List<Erasable> objects) {
      return new Overdue(Optional.of(item), itemBytes, objects);
    }

    /** A thing that has no item. */
    public static Overdue object(Erasable object) {
      return new Overdue(Optional.empty(), 0, List.of(object));
    }
  }

  /** Something outside of DynamoDB, by the name that {@link #erase} knows it by. */
  record Erasable(String key, long bytes) {}
}

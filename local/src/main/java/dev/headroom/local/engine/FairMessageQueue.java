package dev.headroom.local.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.elasticmq.actor.queue.InternalMessage;
import org.elasticmq.actor.queue.MessageQueue;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The messages of a standard queue, of which each group gets its turn: next is a message of the
 * group with the fewest in flight and, of those, of the one whose last turn is the longest ago.
 * Within a group they come by time. So a tenant that sends thousands delays its own alone, as with
 * SQS's fair queues; messages without a group are one group.
 *
 * <p>What a step takes grows with the logarithm of the number of messages. An actor owns it, and no
 * other thread touches it.
 */
final class FairMessageQueue implements MessageQueue {
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Group> groups = new HashMap<>();

  /** The groups that have a message to give. */
  private final TreeSet<Group> turns = new TreeSet<>(Group.BY_TURN);

  /** What is delayed or in flight, and what came since the last message was given. */
  private final TreeSet<Entry> hidden = new TreeSet<>(Entry.BY_TIME);

  private long arrivals;
  private long given;

  private static final class Group {
    static final Comparator<Group> BY_TURN =
        Comparator.<Group>comparingInt(group -> group.inFlight)
            .thenComparingLong(group -> group.lastGiven)
            .thenComparing(group -> group.id);

    private final String id;
    private final TreeSet<Entry> ready = new TreeSet<>(Entry.BY_TIME);
    private int messages;
    private int inFlight;
    private long lastGiven;

    private Group(String id) {
      this.id = id;
    }
  }

  private enum Place {
    NOWHERE,
    READY,
    DELAYED,
    IN_FLIGHT,
    /** Given, and not put back yet. */
    TAKEN;

    boolean isHidden() {
      return this == DELAYED || this == IN_FLIGHT;
    }

    boolean countsAsInFlight() {
      return this == IN_FLIGHT || this == TAKEN;
    }
  }

  private static final class Entry {
    static final Comparator<Entry> BY_TIME =
        Comparator.<Entry>comparingLong(entry -> entry.at)
            .thenComparing(entry -> entry.message.created())
            .thenComparingLong(entry -> entry.arrival);

    private final InternalMessage message;
    private final Group group;
    private final long arrival;
    private Place place = Place.NOWHERE;

    /** When it can be given, as it was when it came to its place; the message's own may change. */
    private long at;

    private Entry(InternalMessage message, Group group, long arrival) {
      this.message = message;
      this.group = group;
      this.arrival = arrival;
    }
  }

  /** Adds a message, or puts one back that was given. */
  @Override
  public void $plus$eq(InternalMessage message) {
    remove(message.id());
    String groupId = message.messageGroupId().getOrElse(() -> "");
    var entry = new Entry(message, groups.computeIfAbsent(groupId, Group::new), arrivals++);
    entries.put(message.id(), entry);
    entry.group.messages++;
    move(entry, message.receiveCount() > 0 ? Place.IN_FLIGHT : Place.DELAYED);
  }

  private void move(Entry entry, Place to) {
    Group group = entry.group;
    turns.remove(group); // before what its turn depends on changes
    if (entry.place.isHidden()) {
      hidden.remove(entry);
    } else {
      group.ready.remove(entry);
    }
    group.inFlight += (to.countsAsInFlight() ? 1 : 0) - (entry.place.countsAsInFlight() ? 1 : 0);
    entry.place = to;
    entry.at = entry.message.nextDelivery();
    if (to.isHidden()) {
      hidden.add(entry);
    } else if (to == Place.READY) {
      group.ready.add(entry);
    }
    if (!group.ready.isEmpty()) {
      turns.add(group);
    }
  }

  @Override
  public scala.collection.immutable.List<InternalMessage> dequeue(int count, long now) {
    while (!hidden.isEmpty() && hidden.first().at <= now) {
      Entry due = hidden.first();
      move(due, due.message.deliverable(now) ? Place.READY : due.place);
    }
    var taken = new ArrayList<InternalMessage>();
    while (taken.size() < count && !turns.isEmpty()) {
      Entry next = turns.first().ready.first();
      if (next.message.deliverable(now)) {
        take(next);
        taken.add(next.message);
      } else {
        move(next, Place.IN_FLIGHT); // its visibility timeout was changed while it was ready
      }
    }
    return CollectionConverters.asScala(taken).toList();
  }

  private void take(Entry entry) {
    turns.remove(entry.group);
    entry.group.lastGiven = ++given;
    move(entry, Place.TAKEN);
  }

  @Override
  public Option<InternalMessage> getById(String id) {
    return Option.apply(entries.get(id)).map(entry -> entry.message);
  }

  @Override
  public void remove(String id) {
    @Nullable Entry entry = entries.remove(id);
    if (entry != null) {
      move(entry, Place.NOWHERE);
      if (--entry.group.messages == 0) {
        groups.remove(entry.group.id);
      }
    }
  }

  /** Takes out any message, to be moved to another queue. */
  @Override
  public Option<InternalMessage> pop() {
    Option<InternalMessage> any =
        Option.apply(turns.isEmpty() ? null : turns.first().ready.first())
            .orElse(() -> Option.apply(hidden.isEmpty() ? null : hidden.first()))
            .map(entry -> entry.message);
    any.foreach(
        message -> {
          remove(message.id());
          return null;
        });
    return any;
  }

  /** Removes what matches from this very queue, which its actor goes on with. */
  @Override
  public MessageQueue filterNot(Function1<InternalMessage, Object> matches) {
    messages().stream()
        .filter(message -> Boolean.TRUE.equals(matches.apply(message)))
        .forEach(message -> remove(message.id()));
    return this;
  }

  @Override
  public Iterable<InternalMessage> all() {
    return CollectionConverters.asScala((java.lang.Iterable<InternalMessage>) messages());
  }

  private List<InternalMessage> messages() {
    return entries.values().stream().map(entry -> entry.message).toList();
  }

  @Override
  public long size() {
    return entries.size();
  }

  @Override
  public void clear() {
    entries.clear();
    groups.clear();
    turns.clear();
    hidden.clear();
  }
}

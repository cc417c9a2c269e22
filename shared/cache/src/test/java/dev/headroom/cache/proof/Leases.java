package dev.headroom.cache.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.proof.Chronicle.Entry;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who may hold a lease, so that nobody waits for a process that waits for it, and none is left
 * behind.
 */
final class Leases {
  /** A read that may load, as long as it goes on. */
  private record Going(Member member, Thread thread, Set<Entry> entries) {
    boolean isAbout(Set<Entry> others) {
      return !Collections.disjoint(entries, others);
    }
  }

  private final Redis raw;
  private final Universe universe;
  private final Chance chance;
  private final Deque<Going> going = new ArrayDeque<>();

  /** Their leases may be held by nobody. */
  private final Set<Entry> orphans = new LinkedHashSet<>();

  Leases(Redis raw, Universe universe, Chance chance) {
    this.raw = raw;
    this.universe = universe;
    this.chance = chance;
  }

  /** Whether it would wait for a thread that waits for it. */
  boolean wouldWait(Member member, Set<Entry> entries) {
    return going.stream()
        .anyMatch(
            read ->
                read.member() == member
                    && !read.thread().equals(Thread.currentThread())
                    && read.isAbout(entries));
  }

  /** Reads what may have to be loaded. */
  <T> T during(Member member, Set<Entry> entries, Supplier<T> read) throws RedisUnavailable {
    boolean hurries = hurries(entries);
    going.push(new Going(member, Thread.currentThread(), entries));
    if (hurries) {
      universe.hurry(true);
    }
    try {
      return read.get();
    } finally {
      going.pop();
      if (hurries) {
        universe.hurry(false);
      }
    }
  }

  /** Whoever finds that another one loads need not wait, since that one waits for it. */
  private boolean hurries(Set<Entry> entries) throws RedisUnavailable {
    boolean hurries = going.stream().anyMatch(read -> read.isAbout(entries));
    for (Entry entry : List.copyOf(orphans)) {
      if (entries.contains(entry)) {
        hurries |= isHeld(entry);
      }
    }
    return hurries;
  }

  /** A lease that nobody has any more may come to its end. */
  private boolean isHeld(Entry entry) throws RedisUnavailable {
    if (chance.coin()) {
      return true;
    }
    orphans.remove(entry);
    String lease = "{%s/%s}l:%s".formatted(Member.TENANT, entry.space(), entry.name());
    raw.call(commands -> commands.del(lease.getBytes(UTF_8)));
    return false;
  }

  /** A process does not know what became of its command. */
  void orphan(Member member) {
    going.stream()
        .filter(read -> read.member() == member)
        .forEach(read -> orphans.addAll(read.entries()));
  }

  /** Whoever had a lease gives it back, unless Redis did not answer. */
  void check(boolean faulty) throws RedisUnavailable {
    List<byte[]> left =
        Optional.ofNullable(raw.call(commands -> commands.keys("{*}l:*"))).orElse(List.of());
    if (!left.isEmpty()) {
      assertThat(faulty)
          .withFailMessage("leases were left behind: %s", new String(left.getFirst(), UTF_8))
          .isTrue();
      raw.call(commands -> commands.del(left.toArray(byte[][]::new)));
    }
    orphans.clear();
  }
}

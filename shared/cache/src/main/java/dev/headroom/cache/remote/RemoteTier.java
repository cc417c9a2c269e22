package dev.headroom.cache.remote;

import dev.headroom.cache.entry.EntryOptions;
import dev.headroom.cache.entry.Namespace;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisUnavailable;
import dev.headroom.redis.Script;
import io.lettuce.core.SetArgs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the tier in Redis. Each operation is one round trip, however many entries it is about. */
public final class RemoteTier {
  /** Longer than an entry may be served, so that one outlives each entry that depends on it. */
  private static final Duration VERSION_LIFE = EntryOptions.MAX_TTL.multipliedBy(2).plusDays(1);

  private static final Script CLAIM = Script.beside(RemoteTier.class, "claim.lua");
  private static final Script FILL = Script.beside(RemoteTier.class, "fill.lua");
  private static final Script PUT = Script.beside(RemoteTier.class, "put.lua");
  private static final Script REMOVE = Script.beside(RemoteTier.class, "remove.lua");
  private static final Script RELEASE = Script.beside(RemoteTier.class, "release.lua");
  private static final Script PREFIX = Script.beside(RemoteTier.class, "prefix.lua");

  private final Redis redis;
  private final RandomGenerator random;

  /**
   * Opens the tier.
   *
   * @param random makes versions and tokens; two processes must never share its state
   */
  public RemoteTier(Redis redis, RandomGenerator random) {
    this.redis = redis;
    this.random = random;
  }

  /**
   * An entry to be written.
   *
   * @param name its name within its namespace
   * @param life how long it lies in Redis
   */
  public record Write(String name, StoredEntry entry, Duration life) {}

  /**
   * The answer to whether an entry may be loaded.
   *
   * @param granted whether the caller has the lease
   * @param id the id of the entry that is there now; 0 when there is none
   * @param stamp the versions before it is loaded
   */
  public record Claim(boolean granted, long id, byte[] stamp) {}

  /**
   * The answer to whether an entry that was loaded is there now.
   *
   * @param stored false when the lease was lost: it took too long, or the entry was written or
   *     removed meanwhile
   * @param current whether nothing was invalidated since it was claimed
   */
  public record Filled(boolean stored, boolean current) {}

  /** The number of entries and bytes by which a namespace grew; negative when it shrank. */
  public record Growth(long entries, long bytes) {}

  /**
   * Claims the leases of entries that are to be loaded.
   *
   * @param token what tells the caller from others
   * @param lease how long the leases last
   */
  public List<Claim> claim(
      Namespace namespace, List<RemoteReads.Ask> asks, byte[] token, Duration lease)
      throws RedisUnavailable {
    String slot = RedisKeys.slot(namespace);
    var versions = new IndexedNames();
    List<List<String>> each =
        asks.stream().map(ask -> Dependencies.of(slot, ask.name(), ask.tags()).versions()).toList();
    each.forEach(of -> of.forEach(version -> versions.add(version)));
    List<byte[]> keys = new ArrayList<>();
    for (RemoteReads.Ask ask : asks) {
      keys.add(RedisKeys.bytes(RedisKeys.lease(slot, ask.name())));
      keys.add(RedisKeys.bytes(RedisKeys.entry(slot, ask.name())));
    }
    versions.names().forEach(version -> keys.add(RedisKeys.bytes(version)));
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(RedisKeys.bytes(String.valueOf(asks.size())));
    arguments.add(token);
    arguments.add(RedisKeys.bytes(String.valueOf(lease.toMillis())));
    arguments.add(RedisKeys.bytes(String.valueOf(VERSION_LIFE.toSeconds())));
    versions.names().forEach(_ -> arguments.add(freshVersion()));
    List<@Nullable Object> answer = redis.run(CLAIM, keys, arguments);
    List<Claim> claims = new ArrayList<>(asks.size());
    for (int i = 0; i < asks.size(); i++) {
      List<byte[]> current = new ArrayList<>();
      for (String version : each.get(i)) {
        current.add(binary(answer, 2 * asks.size() + versions.indexOf(version)));
      }
      byte[] id = binary(answer, 2 * i + 1);
      claims.add(
          new Claim(
              number(answer, 2 * i) == 1,
              id.length < Long.BYTES ? 0 : ByteBuffer.wrap(id).getLong(),
              Dependencies.stamp(current)));
    }
    return claims;
  }

  /** Stores what was loaded, where the lease is still held. */
  public Map.Entry<List<Filled>, Growth> fill(Namespace namespace, List<Write> writes, byte[] token)
      throws RedisUnavailable {
    String slot = RedisKeys.slot(namespace);
    var versions = new IndexedNames();
    List<Dependencies> each =
        writes.stream()
            .map(write -> Dependencies.of(slot, write.name(), write.entry().tags()))
            .toList();
    each.forEach(of -> of.versions().forEach(version -> versions.add(version)));
    List<byte[]> keys = entriesAndLeases(slot, writes.stream().map(Write::name));
    versions.names().forEach(version -> keys.add(RedisKeys.bytes(version)));
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(RedisKeys.bytes(String.valueOf(writes.size())));
    arguments.add(token);
    for (int i = 0; i < writes.size(); i++) {
      StoredEntry entry = writes.get(i).entry();
      arguments.add(RedisKeys.bytes(String.valueOf(writes.get(i).life().toMillis())));
      arguments.add(entry.write(each.get(i).versions().size()).with(entry.stamp()));
    }
    List<@Nullable Object> answer = redis.run(FILL, keys, arguments);
    List<Filled> filled = new ArrayList<>(writes.size());
    for (int i = 0; i < writes.size(); i++) {
      var current = new ArrayList<byte @Nullable []>();
      for (String version : each.get(i).versions()) {
        current.add((byte[]) answer.get(2 + writes.size() + versions.indexOf(version)));
      }
      boolean same = each.get(i).match(writes.get(i).entry().stamp(), current);
      filled.add(new Filled(number(answer, 2 + i) == 1, same));
    }
    return Map.entry(filled, growth(answer));
  }

  /** Stores entries with the versions as they are when it is done. */
  public Growth put(Namespace namespace, List<Write> writes) throws RedisUnavailable {
    String slot = RedisKeys.slot(namespace);
    var versions = new IndexedNames();
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(RedisKeys.bytes(String.valueOf(writes.size())));
    arguments.add(RedisKeys.bytes(String.valueOf(VERSION_LIFE.toSeconds())));
    for (Write write : writes) {
      List<String> of = Dependencies.of(slot, write.name(), write.entry().tags()).versions();
      of.forEach(version -> versions.add(version));
      var written = write.entry().write(of.size());
      arguments.add(RedisKeys.bytes(String.valueOf(write.life().toMillis())));
      arguments.add(written.head());
      arguments.add(written.tail());
      var places = new ByteArrayOutputStream();
      for (String version : of.subList(1, of.size())) {
        // Lua counts from 1.
        int place = versions.indexOf(version) + 1;
        places.write(place >> 8);
        places.write(place);
      }
      arguments.add(places.toByteArray());
    }
    List<byte[]> keys = entriesAndLeases(slot, writes.stream().map(Write::name));
    versions.names().forEach(version -> keys.add(RedisKeys.bytes(version)));
    versions.names().forEach(_ -> arguments.add(freshVersion()));
    return growth(redis.run(PUT, keys, arguments));
  }

  /** Removes entries, and the leases of whoever is loading them. */
  public Growth remove(Namespace namespace, List<String> names) throws RedisUnavailable {
    return growth(
        redis.run(REMOVE, entriesAndLeases(RedisKeys.slot(namespace), names.stream()), List.of()));
  }

  /** Gives leases back. */
  public void release(Namespace namespace, List<String> names, byte[] token)
      throws RedisUnavailable {
    String slot = RedisKeys.slot(namespace);
    redis.run(
        RELEASE,
        names.stream().map(name -> RedisKeys.bytes(RedisKeys.lease(slot, name))).toList(),
        List.of(token));
  }

  /** Gives versions new values, by one SET for each. */
  public void renew(List<String> versions) throws RedisUnavailable {
    redis.call(
        commands ->
            CompletableFuture.allOf(
                versions.stream()
                    .map(
                        version ->
                            commands
                                .set(
                                    RedisKeys.bytes(version),
                                    freshVersion(),
                                    SetArgs.Builder.ex(VERSION_LIFE))
                                .toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new)));
  }

  /** Invalidates the entries whose names begin with a prefix that has no version of its own. */
  public void notePrefix(Namespace namespace, String prefix) throws RedisUnavailable {
    redis.run(
        PREFIX,
        List.of(RedisKeys.bytes(Dependencies.ofNamespace(RedisKeys.slot(namespace)))),
        List.of(
            RedisKeys.bytes(String.valueOf(VERSION_LIFE.toSeconds())),
            freshVersion(),
            Dependencies.note(prefix)));
  }

  /** Returns a token that nobody else has. */
  public byte[] token() {
    var token = new byte[16];
    random.nextBytes(token);
    return token;
  }

  /** Also a namespace's, which has no notes yet. */
  private byte[] freshVersion() {
    return ByteBuffer.allocate(Dependencies.NONCE + 1).putLong(random.nextLong()).array();
  }

  private static List<byte[]> entriesAndLeases(String slot, Stream<String> names) {
    List<byte[]> keys = new ArrayList<>();
    names.forEach(
        name -> {
          keys.add(RedisKeys.bytes(RedisKeys.entry(slot, name)));
          keys.add(RedisKeys.bytes(RedisKeys.lease(slot, name)));
        });
    return keys;
  }

  private static Growth growth(List<@Nullable Object> answer) {
    return new Growth(number(answer, 0), number(answer, 1));
  }

  private static long number(List<@Nullable Object> answer, int at) {
    return answer.get(at) instanceof Long number ? number : 0;
  }

  private static byte[] binary(List<@Nullable Object> answer, int at) {
    if (answer.get(at) instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalStateException("Redis answered something that is no string");
  }
}

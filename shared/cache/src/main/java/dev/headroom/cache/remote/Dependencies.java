package dev.headroom.cache.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cache.entry.KeyPrefixes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions that an entry depends on: its namespace's, one for each of its prefixes, one for
 * each of its tags. A version is a random number in Redis; an entry holds those that were there
 * before its value was loaded, its stamp, and may be served only while all are the same. One that
 * is not there matches nothing.
 *
 * <p>The namespace's version goes on with the prefixes that were invalidated and have no version of
 * their own: a count, then each with its length. An entry's stamp holds the count, and is touched
 * only by those that came later.
 *
 * @param versions their keys in Redis, the namespace's first
 */
public record Dependencies(String name, List<String> versions) {
  static final int NONCE = 8;

  /**
   * Returns what an entry depends on.
   *
   * @param slot see {@link RedisKeys#slot}
   */
  static Dependencies of(String slot, String name, List<String> tags) {
    List<String> prefixes = KeyPrefixes.of(name);
    var versions = new ArrayList<String>(1 + prefixes.size() + tags.size());
    versions.add(ofNamespace(slot));
    for (String prefix : prefixes) {
      versions.add(ofPrefix(slot, prefix));
    }
    for (String tag : tags) {
      versions.add(ofTag(slot, tag));
    }
    return new Dependencies(name, versions);
  }

  /** Returns the key of the version that all entries of a namespace depend on. */
  public static String ofNamespace(String slot) {
    return slot + "s";
  }

  /** Returns the key of the version of a prefix. */
  public static String ofPrefix(String slot, String prefix) {
    return slot + "p:" + prefix;
  }

  /** Returns the key of the version of a tag. */
  public static String ofTag(String slot, String tag) {
    return slot + "t:" + tag;
  }

  /** Returns what a namespace's version notes of a prefix. */
  static byte[] note(String prefix) {
    byte[] text = prefix.getBytes(UTF_8);
    return ByteBuffer.allocate(2 + text.length).putShort((short) text.length).put(text).array();
  }

  /**
   * Returns what an entry holds of versions.
   *
   * @param current their values, in the order of {@link #versions}
   */
  static byte[] stamp(List<byte[]> current) {
    var stamp = ByteBuffer.allocate(stampLength(current.size()));
    stamp.put(current.getFirst(), 0, NONCE + 1);
    for (byte[] version : current.subList(1, current.size())) {
      stamp.put(version, 0, NONCE);
    }
    return stamp.array();
  }

  static int stampLength(int versions) {
    return NONCE * versions + 1;
  }

  /**
   * Returns true when nothing was invalidated since a stamp was taken.
   *
   * @param current the values of the versions now; null where there is none
   */
  boolean match(byte[] stamp, List<byte @Nullable []> current) {
    byte[] namespace = current.getFirst();
    if (stamp.length != stampLength(current.size())
        || namespace == null
        || !Arrays.equals(stamp, 0, NONCE, namespace, 0, NONCE)
        || isNoted(namespace, stamp[NONCE])) {
      return false;
    }
    for (int i = 1; i < current.size(); i++) {
      byte[] version = current.get(i);
      int at = stampLength(i);
      if (version == null || !Arrays.equals(stamp, at, at + NONCE, version, 0, NONCE)) {
        return false;
      }
    }
    return true;
  }

  /** Returns true when a prefix of the name was noted after {@code known} others. */
  private boolean isNoted(byte[] namespace, int known) {
    if (namespace[NONCE] == known) {
      return false;
    }
    byte[] text = name.getBytes(UTF_8);
    var notes = ByteBuffer.wrap(namespace, NONCE + 1, namespace.length - NONCE - 1);
    for (int i = 0; notes.hasRemaining(); i++) {
      var note = new byte[notes.getShort()];
      notes.get(note);
      boolean covers =
          note.length <= text.length && Arrays.equals(note, 0, note.length, text, 0, note.length);
      if (i >= known && covers) {
        return true;
      }
    }
    return false;
  }
}

package dev.headroom.index;

import dev.headroom.digest.Sha256;
import dev.headroom.search.ChunkStore;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A part of a tenant's chunks with an index, a writer and snapshots of its own.
 *
 * @param number the number of the part, 0 to count - 1
 * @param count the number of parts of each tenant: 1, 2, 4, 8 or 16
 */
public record Partition(String tenant, int number, int count) {
  private static final Pattern FOLDER = Pattern.compile("(\\d{1,2})of(\\d{1,2})/");

  public Partition {
    if (!isCount(count) || number < 0 || number >= count) {
      throw new IllegalArgumentException("No partition: " + number + " of " + count);
    }
  }

  private static boolean isCount(int count) {
    return count >= 1 && ChunkStore.BUCKETS % count == 0;
  }

  /** Returns all parts of a tenant. */
  public static List<Partition> all(String tenant, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> new Partition(tenant, number, count))
        .toList();
  }

  /** Returns the part to which the chunks of a bucket belong. */
  public static Partition of(String tenant, int bucket, int count) {
    return new Partition(tenant, bucket % count, count);
  }

  /** Returns the buckets of the chunk table that this part covers. */
  public IntStream buckets() {
    return IntStream.range(0, ChunkStore.BUCKETS).filter(bucket -> bucket % count == number);
  }

  /**
   * Returns the prefix of its objects' keys. It has a hash of the tenant's name, which may be any
   * text.
   */
  public String prefix() {
    return folder(tenant) + "%dof%d/".formatted(number, count);
  }

  /**
   * Returns the prefix of the objects of all parts of a tenant, of the current and of earlier
   * divisions.
   */
  public static String folder(String tenant) {
    return "search/%s/".formatted(Sha256.hex(tenant).substring(0, 32));
  }

  /**
   * Returns the part to which an object belongs.
   *
   * @param key a key in the tenant's folder
   * @return empty when there can be no such part
   */
  public static Optional<Partition> ofKey(String tenant, String key) {
    Matcher folder = FOLDER.matcher(key.substring(folder(tenant).length()));
    if (!folder.lookingAt()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(folder.group(1));
    int count = Integer.parseInt(folder.group(2));
    return isCount(count) && number < count
        ? Optional.of(new Partition(tenant, number, count))
        : Optional.empty();
  }
}

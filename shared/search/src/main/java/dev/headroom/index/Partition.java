package dev.headroom.index;

import dev.headroom.digest.Sha256;
import dev.headroom.search.ChunkStore;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A part of a tenant's chunks that has an index of its own: its own writer, its own snapshots.
 *
 * @param number 0 to count - 1
 * @param count into how many parts a tenant is divided: 1, 2, 4, 8 or 16
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

  /** All parts of a tenant. */
  public static List<Partition> all(String tenant, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> new Partition(tenant, number, count))
        .toList();
  }

  /** The part that a chunk of this bucket belongs to. */
  public static Partition of(String tenant, int bucket, int count) {
    return new Partition(tenant, bucket % count, count);
  }

  /** The buckets of the chunk table that it covers. */
  IntStream buckets() {
    return IntStream.range(0, ChunkStore.BUCKETS).filter(bucket -> bucket % count == number);
  }

  /** Where its objects lie. Tenants' names are any text, keys are not: so it is their hash. */
  String prefix() {
    return folder(tenant) + "%dof%d/".formatted(number, count);
  }

  /** Where the objects of all a tenant's parts lie, however it is or was divided. */
  static String folder(String tenant) {
    return "search/%s/".formatted(Sha256.hex(tenant).substring(0, 32));
  }

  /**
   * The part that an object is of.
   *
   * @param key in the tenant's folder
   * @return empty when it is of none that there can be
   */
  static Optional<Partition> ofKey(String tenant, String key) {
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

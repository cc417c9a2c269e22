package dev.headroom.index;

import dev.headroom.digest.Sha256;
import dev.headroom.search.ChunkStore;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of a tenant's chunks that has an index of its own: its own writer, its own snapshots.
 *
 * @param number 0 to count - 1
 * @param count into how many parts a tenant is divided: 1, 2, 4, 8 or 16
 */
public record Partition(String tenant, int number, int count) {
  public Partition {
    if (count < 1 || ChunkStore.BUCKETS % count != 0 || number < 0 || number >= count) {
      throw new IllegalArgumentException("No partition: " + number + " of " + count);
    }
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
    return "search/%s/%dof%d/".formatted(Sha256.hex(tenant).substring(0, 32), number, count);
  }
}

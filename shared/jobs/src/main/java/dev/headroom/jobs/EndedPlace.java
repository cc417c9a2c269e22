package dev.headroom.jobs;

import dev.headroom.aws.Item;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import dev.headroom.paging.Cursor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How far the jobs of a tenant that have ended were read: the partitions of the index {@code
 * by_status} one after another, each by creation.
 *
 * @param last the sort key of the last entry that was read of the partition
 */
record EndedPlace(Partition partition, Optional<String> last) {
  /** All jobs that ended in one way and are on one shard. */
  record Partition(String filing, int shard) {}

  private static final List<Partition> PARTITIONS =
      Arrays.stream(JobStatus.values())
          .filter(JobStatus::isFinal)
          .map(Json::spelled)
          .flatMap(
              filing ->
                  IntStream.range(0, JobItem.SHARDS)
                      .mapToObj(shard -> new Partition(filing, shard)))
          .toList();

  static final EndedPlace FIRST = new EndedPlace(PARTITIONS.getFirst(), Optional.empty());

  private static final Pattern FORM =
      Pattern.compile(
          "([a-z]+)#(\\d)#(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z#job_[0-9a-f]{32})?");

  /**
   * Reads a {@link #cursor}.
   *
   * @throws HeadroomException.Invalid when it is none
   */
  static EndedPlace read(String cursor) {
    Matcher parts = FORM.matcher(Cursor.place("after", cursor));
    if (!parts.matches()) {
      throw Cursor.invalid("after");
    }
    var partition = new Partition(parts.group(1), Integer.parseInt(parts.group(2)));
    if (!PARTITIONS.contains(partition)) {
      throw Cursor.invalid("after");
    }
    return new EndedPlace(partition, Optional.ofNullable(parts.group(3)));
  }

  String cursor() {
    return Cursor.of(partition.filing() + "#" + partition.shard() + "#" + last.orElse(""));
  }

  String statusKey(String tenant) {
    return JobItem.statusKey(partition.filing(), partition.shard(), tenant);
  }

  /** The first sort key that was not read: no id goes on where another ends. */
  String from() {
    return last.map(key -> key + "!").orElse("0");
  }

  EndedPlace after(Item entry) {
    return new EndedPlace(partition, Optional.of(entry.text(JobItem.CREATED_KEY)));
  }

  Optional<EndedPlace> nextPartition() {
    return PARTITIONS.stream()
        .skip(PARTITIONS.indexOf(partition) + 1L)
        .findFirst()
        .map(next -> new EndedPlace(next, Optional.empty()));
  }
}

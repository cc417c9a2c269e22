package dev.headroom.jobs.store;

import dev.headroom.aws.Item;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.JobStatus;
import dev.headroom.paging.Cursor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a tenant's ended jobs were read: the partitions of the index {@code by_status} one after
 * another, each by creation.
 *
 * @param partition the partition that is being read
 * @param last the sort key of the last entry that was read of it
 */
record EndedJobsCursor(StatusPartition partition, Optional<String> last) {
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z]+)#(\\d)#(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z#job_[0-9a-f]{32})?");

  private static List<StatusPartition> partitions(String tenant) {
    return Arrays.stream(JobStatus.values())
        .filter(JobStatus::isFinal)
        .flatMap(status -> StatusPartition.all(status, tenant).stream())
        .toList();
  }

  /** Returns the cursor at which reading begins. */
  static EndedJobsCursor first(String tenant) {
    return new EndedJobsCursor(partitions(tenant).getFirst(), Optional.empty());
  }

  /**
   * Reads a {@link #cursor}.
   *
   * @throws HeadroomException.Invalid when the text is no such cursor
   */
  static EndedJobsCursor read(String tenant, String cursor) {
    Matcher parts = FORM.matcher(Cursor.place("after", cursor));
    if (!parts.matches()) {
      throw Cursor.invalid("after");
    }
    var partition = new StatusPartition(parts.group(1), Integer.parseInt(parts.group(2)), tenant);
    if (!partitions(tenant).contains(partition)) {
      throw Cursor.invalid("after");
    }
    return new EndedJobsCursor(partition, Optional.ofNullable(parts.group(3)));
  }

  /** Returns the cursor as a text that names no tenant. */
  String cursor() {
    return Cursor.of(partition.group() + "#" + partition.shard() + "#" + last.orElse(""));
  }

  /** Returns the first sort key that was not read. No id continues where another one ends. */
  String from() {
    return last.map(key -> key + "!").orElse("0");
  }

  /** Returns the cursor behind an entry of the same partition. */
  EndedJobsCursor after(Item entry) {
    return new EndedJobsCursor(partition, Optional.of(entry.text(JobItem.CREATED_KEY)));
  }

  /** Returns the beginning of the next partition, or empty when this is the last. */
  Optional<EndedJobsCursor> nextPartition() {
    List<StatusPartition> all = partitions(partition.tenant());
    return all.stream()
        .skip(all.indexOf(partition) + 1L)
        .findFirst()
        .map(next -> new EndedJobsCursor(next, Optional.empty()));
  }
}

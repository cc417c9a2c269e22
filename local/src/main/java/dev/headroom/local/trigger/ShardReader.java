package dev.headroom.local.trigger;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/** Reads one shard of a stream, in order, from a place on. */
final class ShardReader {
  /** The most that DynamoDB gives at once. */
  private static final int MAX_READ = 1_000;

  private final TableStream stream;
  private final String shard;
  private final StreamEvents events;
  private final InstantSource clock;
  private Optional<String> iterator = Optional.empty();
  private Optional<String> last;
  private boolean atEnd;
  private boolean ended;
  private Instant emptyAt = Instant.MIN;

  /**
   * @param last the sequence number of what was read last
   * @param fromStart where to begin without it: at the oldest change, or after the newest
   */
  ShardReader(
      TableStream stream,
      String shard,
      StreamEvents events,
      Optional<String> last,
      boolean fromStart,
      InstantSource clock) {
    this.stream = stream;
    this.shard = shard;
    this.events = events;
    this.last = last;
    this.clock = clock;
    if (last.isEmpty() && !fromStart) {
      iterator = Optional.of(stream.iterator(shard, ShardIteratorType.LATEST, Optional.empty()));
    }
  }

  /** The next changes. */
  List<Change> read(int most) {
    Instant asked = clock.instant();
    int limit = Math.min(most, MAX_READ);
    GetRecordsResponse response;
    try {
      response = stream.read(iterator.orElseGet(this::position), limit);
    } catch (ExpiredIteratorException _) {
      iterator = Optional.empty(); // found anew by the next read
      return List.of();
    } catch (TrimmedDataAccessException _) {
      iterator = Optional.of(oldest());
      return List.of();
    }
    iterator = Optional.ofNullable(response.nextShardIterator());
    ended = iterator.isEmpty();
    atEnd = response.records().size() < limit;
    if (response.records().isEmpty()) {
      emptyAt = asked;
    }
    Instant notBefore = emptyAt;
    List<Change> changes =
        response.records().stream()
            .filter(this::isNext)
            .map(record -> events.change(record, notBefore))
            .toList();
    if (!changes.isEmpty()) {
      last = Optional.of(changes.getLast().sequenceNumber());
    }
    return changes;
  }

  private String position() {
    if (last.isPresent()) {
      try {
        return stream.iterator(shard, ShardIteratorType.AFTER_SEQUENCE_NUMBER, last);
      } catch (DynamoDbException _) {
        // Forgotten meanwhile: what was read and is still there is left out.
      }
    }
    return oldest();
  }

  private String oldest() {
    return stream.iterator(shard, ShardIteratorType.TRIM_HORIZON, Optional.empty());
  }

  private boolean isNext(Record record) {
    var number = new BigInteger(record.dynamodb().sequenceNumber());
    return last.map(BigInteger::new).filter(seen -> number.compareTo(seen) <= 0).isEmpty();
  }

  /** Whether the last read gave all that there was. */
  boolean isAtEnd() {
    return atEnd;
  }

  /** Whether the shard is closed, and read to its end. */
  boolean hasEnded() {
    return ended;
  }

  /** When the shard had nothing more, most recently: what comes is later. */
  Instant emptyAt() {
    return emptyAt;
  }
}

package dev.headroom.jobs.statistics;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.headroom.aws.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the changes of jobs out of what Lambda hands over from the job table's stream. */
public final class JobChanges {
  private static final Logger LOG = LoggerFactory.getLogger(JobChanges.class);

  private JobChanges() {}

  /**
   * Adds the changes of an event to the statistics. The last event of a window may have no records.
   */
  public static void count(DynamodbTimeWindowEvent event, Projection projection) {
    projection.apply(
        event.getShardId(),
        orEmpty(event.getRecords()).stream().flatMap(record -> change(record).stream()).toList());
  }

  private static List<DynamodbStreamRecord> orEmpty(@Nullable List<DynamodbStreamRecord> records) {
    return records == null ? List.of() : records;
  }

  /** What is no job's is told, and counts for nothing: it must not keep back all that follow. */
  private static Optional<Change> change(DynamodbStreamRecord record) {
    StreamRecord change = record.getDynamodb();
    try {
      return Optional.of(
          new Change(
              Change.padded(change.getSequenceNumber()),
              change.getApproximateCreationDateTime().toInstant(),
              image(change.getOldImage()),
              image(change.getNewImage())));
    } catch (RuntimeException e) {
      LOG.error("The change {} is not that of a job", change.getSequenceNumber(), e);
      return Optional.empty();
    }
  }

  private static Optional<JobImage> image(@Nullable Map<String, AttributeValue> attributes) {
    if (attributes == null || attributes.isEmpty()) {
      return Optional.empty();
    }
    Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> texts =
        new HashMap<>();
    attributes.forEach(
        (name, value) -> {
          if (value.getS() != null) {
            texts.put(
                name,
                software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS(value.getS()));
          }
        });
    return Optional.of(JobImage.read(new Item(texts)));
  }
}

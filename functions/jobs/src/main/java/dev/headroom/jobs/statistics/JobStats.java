package dev.headroom.jobs.statistics;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Item;
import dev.headroom.jobs.JobImage;
import dev.headroom.settings.Settings;
import dev.headroom.telemetry.Telemetry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The entry of the function that follows the job table's stream and keeps the statistics. Its event
 * source has a tumbling window only because a batch names its stream shard then, and not otherwise:
 * each batch is counted at once, and the window's state stays as it came.
 */
public final class JobStats
    implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(JobStats.class);

  private final Projection projection;
  private final Telemetry telemetry;

  /** As Lambda makes it. */
  public JobStats() {
    this(System.getenv());
  }

  public JobStats(Map<String, String> environment) {
    var settings = new Settings(environment);
    String table = settings.required("STATISTICS_TABLE");
    settings.check();
    var dynamoDb = new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
    this.projection = new Projection(dynamoDb, table, new SecureRandom(), InstantSource.system());
    this.telemetry = new Telemetry(environment);
  }

  @Override
  public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
    return telemetry.observe(
        context,
        context.getAwsRequestId(),
        _ -> {
          count(event, projection);
          return new TimeWindowEventResponse(event.getState(), List.of());
        });
  }

  /** The last invocation of a window may have no records. */
  static void count(DynamodbTimeWindowEvent event, Projection projection) {
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

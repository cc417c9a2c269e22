package dev.headroom.jobs.stats;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.statistics.JobChanges;
import dev.headroom.jobs.statistics.Projection;
import dev.headroom.settings.Settings;
import dev.headroom.telemetry.Telemetry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The entry of the function that follows the job table's stream and keeps the statistics. Its event
 * source has a tumbling window only because a batch names its stream shard then, and not otherwise:
 * each batch is counted at once, and the window's state stays as it came.
 */
public final class JobStats
    implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {
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
          JobChanges.count(event, projection);
          return new TimeWindowEventResponse(event.getState(), List.of());
        });
  }
}

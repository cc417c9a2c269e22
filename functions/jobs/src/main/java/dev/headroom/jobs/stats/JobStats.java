package dev.headroom.jobs.stats;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import dev.headroom.aws.AwsClients;
import dev.headroom.function.EventFunction;
import dev.headroom.jobs.statistics.JobChanges;
import dev.headroom.jobs.statistics.Projection;
import dev.headroom.settings.Settings;
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
    extends EventFunction<DynamodbTimeWindowEvent, TimeWindowEventResponse> {
  private final Projection projection;

  /** As Lambda makes it. */
  public JobStats() {
    this(System.getenv());
  }

  public JobStats(Map<String, String> environment) {
    super(environment);
    var settings = new Settings(environment);
    String table = settings.required("STATISTICS_TABLE");
    settings.check();
    var dynamoDb = new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
    this.projection = new Projection(dynamoDb, table, new SecureRandom(), InstantSource.system());
  }

  @Override
  protected TimeWindowEventResponse handle(DynamodbTimeWindowEvent event, Context context) {
    JobChanges.count(event, projection);
    return new TimeWindowEventResponse(event.getState(), List.of());
  }
}

package dev.headroom.cleanup.tick;

import com.amazonaws.services.lambda.runtime.Context;
import dev.headroom.aws.AwsClients;
import dev.headroom.cleanup.Cleanup;
import dev.headroom.cleanup.CleanupBackend;
import dev.headroom.cleanup.SkewAdjustedClock;
import dev.headroom.cleanup.builtin.BuiltInTargets;
import dev.headroom.function.EventFunction;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The handler of the function that once a minute runs the schedules that are due. */
public final class CleanupTick extends EventFunction<Map<String, Object>, Map<String, Integer>> {
  private static final Logger LOG = LoggerFactory.getLogger(CleanupTick.class);

  /** How long a page takes at most. With less time left, the function begins no other page. */
  private static final int PAGE_MILLIS = 30_000;

  private final SkewAdjustedClock clock = new SkewAdjustedClock(InstantSource.system());
  private final Cleanup cleanup;

  /** Creates the handler with the environment of the process, as Lambda does. */
  public CleanupTick() {
    this(System.getenv());
  }

  public CleanupTick(Map<String, String> environment) {
    super(environment);
    var settings = new Settings(environment);
    var where = CleanupBackend.Where.read(settings);
    var what = BuiltInTargets.Where.read(settings);
    settings.check();
    var aws = new AwsClients(environment);
    var dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    this.cleanup =
        CleanupBackend.open(
                dynamoDb,
                where,
                BuiltInTargets.openWithProvided(what, dynamoDb, aws, environment),
                clock,
                new SecureRandom())
            .cleanup();
  }

  @Override
  protected Map<String, Integer> handle(Map<String, Object> event, Context context) {
    if (event.get("time") instanceof String sentAt) {
      clock.adjust(Instant.parse(sentAt));
    }
    var done = cleanup.tick(() -> context.getRemainingTimeInMillis() > PAGE_MILLIS);
    LOG.info("Ran {} schedules, and took over {} runs", done.begun(), done.resumed());
    return Map.of("begun", done.begun(), "resumed", done.resumed());
  }
}

package dev.headroom.cache.audit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.headroom.cache.statistics.Audit;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.settings.Settings;
import dev.headroom.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entry of the function that audits the cache every five minutes. */
public final class CacheAudit implements RequestHandler<ScheduledEvent, Audit.Found> {
  private static final Logger LOG = LoggerFactory.getLogger(CacheAudit.class);

  /** With less time than this left, no further page is read. */
  private static final int PAGE_MILLIS = 5_000;

  private final Audit audit;
  private final Telemetry telemetry;

  /** Lambda calls this constructor. */
  public CacheAudit() {
    this(System.getenv());
  }

  public CacheAudit(Map<String, String> environment) {
    var settings = new Settings(environment);
    var where = RedisSettings.read(settings);
    settings.check();
    var redis = new Redis(where);
    redis.warmUp();
    this.audit = new Audit(redis, InstantSource.system());
    this.telemetry = new Telemetry(environment);
  }

  @Override
  public Audit.Found handleRequest(ScheduledEvent event, Context context) {
    return telemetry.observe(
        context,
        context.getAwsRequestId(),
        _ -> {
          Audit.Found found = audit.run(() -> context.getRemainingTimeInMillis() > PAGE_MILLIS);
          LOG.info("Audit: {}", found);
          return found;
        });
  }
}

package dev.headroom.cache.audit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.headroom.cache.statistics.Audit;
import dev.headroom.function.EventFunction;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.settings.Settings;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entry of the function that audits the cache every five minutes. */
public final class CacheAudit extends EventFunction<ScheduledEvent, Audit.Found> {
  private static final Logger LOG = LoggerFactory.getLogger(CacheAudit.class);

  /** With less time than this left, no further page is read. */
  private static final int PAGE_MILLIS = 5_000;

  private final Audit audit;

  /** Lambda calls this constructor. */
  public CacheAudit() {
    this(System.getenv());
  }

  public CacheAudit(Map<String, String> environment) {
    super(environment);
    var settings = new Settings(environment);
    var where = RedisSettings.read(settings);
    settings.check();
    var redis = new Redis(where);
    redis.warmUp();
    this.audit = new Audit(redis, InstantSource.system());
  }

  @Override
  protected Audit.Found handle(ScheduledEvent event, Context context) {
    Audit.Found found = audit.run(() -> context.getRemainingTimeInMillis() > PAGE_MILLIS);
    LOG.info("Audit: {}", found);
    return found;
  }
}

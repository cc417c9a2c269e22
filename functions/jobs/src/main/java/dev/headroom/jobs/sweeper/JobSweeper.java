package dev.headroom.jobs.sweeper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.headroom.aws.AwsClients;
import dev.headroom.function.EventFunction;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.recovery.Sweep;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entry of the function that sweeps once a minute. */
public final class JobSweeper extends EventFunction<ScheduledEvent, Map<String, Long>> {
  private static final Logger LOG = LoggerFactory.getLogger(JobSweeper.class);

  /** What a page takes at most; less than that before the function's end, no other is begun. */
  private static final int PAGE_MILLIS = 10_000;

  private final Sweep sweep;

  /** As Lambda makes it. */
  public JobSweeper() {
    this(System.getenv());
  }

  public JobSweeper(Map<String, String> environment) {
    super(environment);
    var settings = new Settings(environment);
    var jobs = JobSettings.read(settings);
    settings.check();
    this.sweep =
        JobBackend.open(
                jobs, new AwsClients(environment), InstantSource.system(), new SecureRandom())
            .sweep();
  }

  @Override
  protected Map<String, Long> handle(ScheduledEvent event, Context context) {
    Sweep.Done done = sweep.run(() -> context.getRemainingTimeInMillis() > PAGE_MILLIS);
    LOG.info("Woke workers for {} jobs, ended {} attempts", done.sent(), done.ended());
    return Map.of("sent", done.sent(), "ended", done.ended());
  }
}

package dev.headroom.benchmarks;

import dev.headroom.local.LocalCloud;
import dev.headroom.local.template.Template;
import dev.headroom.local.template.Trigger.StreamSource;
import dev.headroom.local.trigger.StreamPlaces;
import dev.headroom.local.trigger.StreamPoller;
import dev.headroom.local.trigger.TableStream;
import java.time.InstantSource;

/**
 * The local cloud's own poller between a table's stream and the function that follows it, started
 * when it is wanted: it is beside every change, and in no change's way.
 */
final class StreamFollower {
  private final LocalCloud cloud;
  private final StreamSource source;

  /**
   * Nothing is followed yet.
   *
   * @param template with the stream source that the cloud was started without
   * @param function by its name in the template
   */
  StreamFollower(LocalCloud cloud, Template template, String function) {
    this.cloud = cloud;
    this.source =
        template.triggers().stream()
            .filter(StreamSource.class::isInstance)
            .map(StreamSource.class::cast)
            .filter(stream -> stream.function().equals(function))
            .findFirst()
            .orElseThrow();
  }

  /** Follows what happens from now on, until it is closed. */
  StreamPoller start() {
    var fromNow =
        new StreamSource(
            source.function(),
            source.table(),
            false,
            source.batchSize(),
            source.batchingWindow(),
            source.tumblingWindow(),
            source.reportsFailures(),
            source.maximumRetries());
    return StreamPoller.start(
        fromNow,
        new TableStream(
            cloud.engines().streamsFor(source.function()),
            cloud.engines().streamArn(source.table())),
        cloud.function(source.function()),
        StreamPlaces.inMemory(),
        InstantSource.system());
  }
}

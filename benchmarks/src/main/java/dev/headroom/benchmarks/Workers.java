package dev.headroom.benchmarks;

import dev.headroom.jobs.Priority;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.template.Template;
import dev.headroom.local.template.Trigger.QueueSource;
import dev.headroom.local.trigger.QueuePoller;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The local cloud's own pollers between the job queues and the worker, started when they are
 * wanted: so a backlog can be made while nobody works.
 */
final class Workers {
  /** Works until it is closed. */
  static final class Crew implements AutoCloseable {
    private final List<QueuePoller> pollers = new ArrayList<>();

    /** Receives no more, and waits for what runs. */
    @Override
    public void close() {
      pollers.forEach(QueuePoller::stop);
      pollers.forEach(QueuePoller::close);
    }
  }

  private final LocalCloud cloud;
  private final Map<Priority, QueueSource> sources;

  /**
   * Nobody works yet.
   *
   * @param template with the queue sources that the cloud was started without
   */
  Workers(LocalCloud cloud, Template template, Map<Priority, String> queueUrls) {
    this.cloud = cloud;
    this.sources = new EnumMap<>(Priority.class);
    for (var trigger : template.triggers()) {
      if (trigger instanceof QueueSource source && source.function().equals("Worker")) {
        queueUrls.forEach(
            (priority, url) -> {
              if (url.equals(cloud.engines().queueUrl(source.queue()))) {
                sources.put(priority, source);
              }
            });
      }
    }
  }

  /** As many jobs of a priority at the same time as the template says. */
  int usual(Priority priority) {
    return source(priority).maximumConcurrency();
  }

  /** Starts to work on all queues, as the template says. */
  Crew startAll() {
    var crew = new Crew();
    for (Priority priority : Priority.values()) {
      start(crew, priority, usual(priority), cloud.function("Worker"));
    }
    return crew;
  }

  /** Starts to work on one queue. */
  Crew start(Priority priority, int concurrency) {
    return start(priority, concurrency, cloud.function("Worker"));
  }

  /** Starts to work on one queue with a worker of one's own. */
  Crew start(Priority priority, int concurrency, LambdaFunction worker) {
    var crew = new Crew();
    start(crew, priority, concurrency, worker);
    return crew;
  }

  private void start(Crew crew, Priority priority, int concurrency, LambdaFunction worker) {
    QueueSource usual = source(priority);
    var source =
        new QueueSource(
            usual.function(),
            usual.queue(),
            usual.batchSize(),
            usual.reportsFailures(),
            concurrency);
    crew.pollers.add(
        QueuePoller.start(
            source,
            cloud.engines().sqsFor(source.function()),
            cloud.engines().queueUrl(source.queue()),
            worker));
  }

  private QueueSource source(Priority priority) {
    QueueSource source = sources.get(priority);
    if (source == null) {
      throw new IllegalStateException("The template has no queue for " + priority);
    }
    return source;
  }
}

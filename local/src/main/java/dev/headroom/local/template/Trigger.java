package dev.headroom.local.template;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What invokes a function; {@code function} is its logical id. */
public sealed interface Trigger {
  /**
   * A route of the HTTP API.
   *
   * @param method an HTTP method, or ANY
   * @param path such as {@code /jobs/{id}} or {@code /files/{proxy+}}, or {@code $default}
   * @param scopes empty: open to all; else a token is needed, with one of these scopes unless the
   *     set is empty
   * @param timeout how long the gateway waits for an answer
   */
  record Route(
      String function, String method, String path, Optional<Set<String>> scopes, Duration timeout)
      implements Trigger {
    /** The key that the event and the access log show. */
    public String key() {
      return path.equals("$default") ? path : method + " " + path;
    }
  }

  /**
   * A queue whose messages are handed over in batches.
   *
   * @param batchSize 1 to 10
   * @param reportsFailures whether the answer names the messages that failed; if not, a batch
   *     succeeds or fails as a whole
   * @param maximumConcurrency batches that are worked on at the same time, at least 2
   */
  record QueueSource(
      String function, String queue, int batchSize, boolean reportsFailures, int maximumConcurrency)
      implements Trigger {
    /** The same, with more or fewer batches at the same time. */
    public QueueSource withMaximumConcurrency(int batches) {
      return new QueueSource(function, queue, batchSize, reportsFailures, batches);
    }
  }

  /**
   * A table's stream, whose changes are handed over in batches: those of one shard in order, one
   * batch after the other.
   *
   * @param table the table's name
   * @param fromStart whether the first run begins with the oldest change that the stream keeps, or
   *     with the next
   * @param batchSize 1 to 10000
   * @param batchingWindow how long a batch may be gathered, at most 5 minutes
   * @param tumblingWindow how long state is handed from one invocation of a shard to the next, at
   *     most 15 minutes
   * @param reportsFailures whether the answer names the changes that failed; if not, a batch
   *     succeeds or fails as a whole
   * @param maximumRetries after which a batch that fails is given up; without it, never
   */
  record StreamSource(
      String function,
      String table,
      boolean fromStart,
      int batchSize,
      Duration batchingWindow,
      Optional<Duration> tumblingWindow,
      boolean reportsFailures,
      Optional<Integer> maximumRetries)
      implements Trigger {
    /** The same, whose first run begins with the next change. */
    public StreamSource fromNow() {
      return new StreamSource(
          function,
          table,
          false,
          batchSize,
          batchingWindow,
          tumblingWindow,
          reportsFailures,
          maximumRetries);
    }
  }

  /**
   * A schedule.
   *
   * @param arn of the schedule (EventBridge Scheduler) or the rule (EventBridge)
   * @param input the JSON that the function gets instead of the schedule's own event
   */
  record Schedule(String function, String arn, Rate rate, Optional<String> input)
      implements Trigger {}
}

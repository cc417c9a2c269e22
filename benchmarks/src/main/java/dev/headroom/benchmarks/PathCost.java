package dev.headroom.benchmarks;

import java.util.List;
import java.util.Set;

/**
 * What the jobs of one path through the system asked of AWS, all of them together.
 *
 * @param name of the path
 * @param jobs so many went that way
 * @param requests to the HTTP API, each an invocation of the function behind it
 * @param deliveries of messages to the worker, each an invocation
 * @param counts of calls; receives that came back empty are no job's
 * @param emptyReceives meanwhile
 * @param bytes of the bodies of all requests to DynamoDB, and of those that send messages
 * @param engine what DynamoDB Local says was consumed; it says nothing of writes whose condition
 *     fails
 * @param rules the same by DynamoDB's documented rules, those writes included
 * @param writes the writes that changed an item, in order, if there was one job
 */
record PathCost(
    String name,
    int jobs,
    int requests,
    int deliveries,
    List<Count> counts,
    long emptyReceives,
    long bytes,
    Units engine,
    Units rules,
    List<Write> writes) {
  private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "BatchWriteItem");

  /** So many calls of one kind by one function. */
  record Count(String function, String operation, long calls) {}

  /** One write of a job: units as the engine counts them, and by the documented rules. */
  record Write(String operation, long itemBytes, Units engine, Units rules) {}

  int invocations() {
    return requests + deliveries;
  }

  /** Calls that write to DynamoDB, with or without success. */
  long writeCalls() {
    return calls(WRITES);
  }

  long readCalls() {
    return calls(Set.of("GetItem"));
  }

  long sends() {
    return calls(Set.of("SendMessage", "SendMessageBatch"));
  }

  long receives() {
    return calls(Set.of("ReceiveMessage"));
  }

  long deletes() {
    return calls(Set.of("DeleteMessage", "DeleteMessageBatch"));
  }

  long queueRequests() {
    return sends() + receives() + deletes();
  }

  private long calls(Set<String> operations) {
    return counts.stream()
        .filter(count -> operations.contains(count.operation()))
        .mapToLong(Count::calls)
        .sum();
  }

  /** For a million jobs, all but the time that functions run. */
  double dollarsPerMillion() {
    return dollarsForRequests() + dollarsForTable() + dollarsForQueues();
  }

  double dollarsForRequests() {
    return (requests * AwsPrices.API_REQUESTS + invocations() * AwsPrices.INVOCATIONS) / jobs;
  }

  double dollarsForTable() {
    return (rules.writes() * AwsPrices.WRITE_UNITS + rules.reads() * AwsPrices.READ_UNITS) / jobs;
  }

  double dollarsForQueues() {
    return queueRequests() * AwsPrices.QUEUE_REQUESTS / jobs;
  }
}

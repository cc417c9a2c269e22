package dev.headroom.jobs.store;

import static dev.headroom.jobs.store.JobItem.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * A partition of an index of the job table that is sorted by creation.
 *
 * @param attribute the name of the index's partition key
 * @param key the value of that key
 */
record IndexPartition(String index, String attribute, String key) {
  static IndexPartition ofTenant(String tenant) {
    return new IndexPartition(JobItem.BY_TENANT, JobItem.TENANT, tenant);
  }

  static IndexPartition of(StatusPartition partition) {
    return new IndexPartition(JobItem.BY_STATUS, JobItem.STATUS_KEY, partition.key());
  }

  /** Returns a query of one entry: that of the job which was created first. */
  QueryRequest oldest(String table) {
    return QueryRequest.builder()
        .tableName(table)
        .indexName(index)
        .keyConditionExpression("#partition = :partition")
        .expressionAttributeNames(Map.of("#partition", attribute))
        .expressionAttributeValues(Map.of(":partition", text(key)))
        .limit(1)
        .build();
  }

  /**
   * Returns a query of the entries between two sort keys, both included, the newest first.
   *
   * @param filter a DynamoDB expression of what an entry must be, beside its keys
   * @param values the values in the filter
   * @param limit how many entries are read at most, whether they pass the filter or not
   */
  QueryRequest newestFirst(
      String table,
      String from,
      String to,
      Optional<String> filter,
      Map<String, AttributeValue> values,
      int limit) {
    Map<String, AttributeValue> all = new HashMap<>(values);
    all.put(":partition", text(key));
    all.put(":from", text(from));
    all.put(":to", text(to));
    var query =
        QueryRequest.builder()
            .tableName(table)
            .indexName(index)
            .scanIndexForward(false)
            .keyConditionExpression("#partition = :partition AND created_key BETWEEN :from AND :to")
            .expressionAttributeNames(Map.of("#partition", attribute))
            .expressionAttributeValues(all)
            .limit(limit);
    filter.ifPresent(query::filterExpression);
    return query.build();
  }
}

package dev.headroom.jobs.store;

import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Reads single jobs by strongly consistent reads. Expired jobs are not found. */
public final class JobReader {
  private final DynamoDbClient dynamoDb;
  private final String table;
  private final InstantSource clock;

  /** Creates a reader of one deployment's job table. */
  public JobReader(DynamoDbClient dynamoDb, String table, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.clock = clock;
  }

  /** Returns the job as it is now, or empty when there is none or it has expired. */
  public Optional<Job> find(String id) {
    return item(id).map(JobItem::read);
  }

  /** Returns the job as the sweeper sees it, or empty when it has ended. */
  public Optional<DueJob> findDue(String id) {
    return item(id).filter(item -> item.find(JobItem.DUE_AT).isPresent()).map(DueJob::read);
  }

  private Optional<Item> item(String id) {
    var item =
        new Item(
            dynamoDb
                .getItem(get -> get.tableName(table).key(JobItem.key(id)).consistentRead(true))
                .item());
    return item.isEmpty() || isExpired(item) ? Optional.empty() : Optional.of(item);
  }

  /** Whether the time to live of a job's item is over, whether DynamoDB has deleted it or not. */
  boolean isExpired(Item item) {
    return item.find(JobItem.EXPIRES_AT)
        .filter(at -> Long.parseLong(at.n()) <= clock.instant().getEpochSecond())
        .isPresent();
  }
}

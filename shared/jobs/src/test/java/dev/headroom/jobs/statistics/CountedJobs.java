package dev.headroom.jobs.statistics;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.headroom.aws.AwsClients;
import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.TestClock;
import dev.headroom.jobs.store.EndedJobs;
import dev.headroom.jobs.store.JobClaims;
import dev.headroom.jobs.store.JobItem;
import dev.headroom.jobs.store.JobListing;
import dev.headroom.jobs.store.JobReader;
import dev.headroom.jobs.store.JobTransitions;
import dev.headroom.local.engine.Engines;
import java.nio.file.Path;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The job table and the statistics table of template.yaml, and the stream between them. */
public final class CountedJobs implements AutoCloseable {
  private final Engines engines;
  private final DynamoDbStreamsClient streams;
  private final List<String> iterators = new ArrayList<>();
  public final DynamoDbClient dynamoDb;
  public final String jobTable;
  public final String statisticsTable;
  public final TestClock clock = new TestClock();
  public final JobReader reader;
  public final JobClaims claims;
  public final JobTransitions transitions;

  public CountedJobs() {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    Map<String, String> environment = engines.environment("JobStats");
    var aws = new AwsClients(environment);
    dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    streams = aws.client(DynamoDbStreamsClient.builder(), "dynamodb");
    jobTable = Optional.ofNullable(environment.get("JOB_TABLE")).orElseThrow();
    statisticsTable = Optional.ofNullable(environment.get("STATISTICS_TABLE")).orElseThrow();
    reader = new JobReader(dynamoDb, jobTable, clock);
    claims = new JobClaims(dynamoDb, jobTable, Period.ofDays(30), clock);
    transitions = new JobTransitions(dynamoDb, jobTable, Period.ofDays(30), clock);
    openStream();
  }

  private void openStream() {
    String arn = dynamoDb.describeTable(t -> t.tableName(jobTable)).table().latestStreamArn();
    streams
        .describeStream(s -> s.streamArn(arn))
        .streamDescription()
        .shards()
        .forEach(
            shard ->
                iterators.add(
                    streams
                        .getShardIterator(
                            i ->
                                i.streamArn(arn)
                                    .shardId(shard.shardId())
                                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator()));
  }

  public JobListing listing() {
    return new JobListing(dynamoDb, jobTable, reader);
  }

  public JobStatistics statistics() {
    return new JobStatistics(dynamoDb, statisticsTable, listing(), clock);
  }

  /** What has changed since this was asked last. */
  public List<DynamodbStreamRecord> changes() {
    List<DynamodbStreamRecord> changes = new ArrayList<>();
    for (int i = 0; i < iterators.size(); i++) {
      int found;
      do {
        String at = iterators.get(i);
        var page = streams.getRecords(r -> r.shardIterator(at));
        page.records().stream().map(AChange::of).forEach(changes::add);
        found = page.records().size();
        iterators.set(i, page.nextShardIterator());
      } while (found > 0);
    }
    return changes;
  }

  /** Whether two small items that are read at once cost more than one. */
  public boolean roundsPerItem() {
    for (String what : List.of("one", "other")) {
      var item = Map.of("owner", JobItem.text("probe"), "what", JobItem.text(what));
      dynamoDb.putItem(put -> put.tableName(statisticsTable).item(item));
    }
    var meter = new ReadMeter(dynamoDb);
    meter.query(
        query ->
            query
                .tableName(statisticsTable)
                .keyConditionExpression("#owner = :owner")
                .expressionAttributeNames(Map.of("#owner", "owner"))
                .expressionAttributeValues(Map.of(":owner", JobItem.text("probe"))));
    return meter.units(statisticsTable) > 0.5;
  }

  /** All jobs that are in the table, as they lie there. */
  public List<Item> jobs() {
    return dynamoDb
        .scanPaginator(scan -> scan.tableName(jobTable).consistentRead(true))
        .items()
        .stream()
        .map(Item::new)
        .toList();
  }

  /** As time to live does it. */
  public void delete(Job job) {
    dynamoDb.deleteItem(d -> d.tableName(jobTable).key(JobItem.key(job.id())));
  }

  /** As clean-up does it. */
  public void remove(Job job) {
    var ended =
        new EndedJobs.Ended(
            job.id(),
            job.tenant(),
            job.status(),
            job.fencingToken(),
            job.revision(),
            job.completedAt().orElseThrow(),
            0,
            JobFolder.of(job),
            false);
    var removal = new EndedJobs(dynamoDb, jobTable).removal(ended);
    var part = TransactWriteItem.builder().delete(removal).build();
    dynamoDb.transactWriteItems(write -> write.transactItems(part));
  }

  @Override
  public void close() {
    engines.close();
  }
}

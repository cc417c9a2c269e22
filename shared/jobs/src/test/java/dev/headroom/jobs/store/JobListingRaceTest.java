package dev.headroom.jobs.store;

import static dev.headroom.jobs.JobStatus.PENDING;
import static dev.headroom.jobs.JobStatus.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aws.Item;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Lists of jobs that move between the partitions of an index while these are read. */
class JobListingRaceTest {
  private static JobTable table;

  @BeforeAll
  static void open() {
    table = new JobTable();
  }

  @AfterAll
  static void close() {
    table.close();
  }

  /** Reads one after another, and lets something happen before and after each. */
  private record Watched(
      DynamoDbClient engine, Consumer<String> beforeQuery, Consumer<String> afterQuery)
      implements DynamoDbClient {

    @Override
    public QueryResponse query(QueryRequest request) {
      synchronized (engine) {
        String partition = new Item(request.expressionAttributeValues()).text(":partition");
        beforeQuery.accept(partition);
        var response = engine.query(request);
        afterQuery.accept(partition);
        return response;
      }
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
      return engine.batchGetItem(request);
    }

    @Override
    public String serviceName() {
      return engine.serviceName();
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  private static AQuery jobsOf(
      String tenant, Consumer<String> beforeQuery, Consumer<String> afterQuery) {
    var watched = new Watched(table.dynamoDb, beforeQuery, afterQuery);
    return new AQuery(new JobListing(watched, table.name(), table.reader), tenant);
  }

  private static String statusKey(Job job) {
    return table.item(job).text(JobItem.STATUS_KEY);
  }

  /** Begins a job that waits, and has one that runs wait again. */
  private static void changeStatus(Job job) {
    Job now = table.now(job);
    if (now.status() == PENDING) {
      var _ = table.granted(now);
    } else {
      var _ = table.transitions.retry(FencedUpdate.held(now), "Once more.", table.clock.instant());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "RUNNING"})
  void a_job_that_changes_its_status_before_each_read_is_on_its_page(JobStatus status) {
    String tenant = "restless-" + status;
    Job older = table.aJob().of(tenant).created();
    table.clock.advance(Duration.ofSeconds(1));
    Job restless = table.aJob().of(tenant).created();
    table.clock.advance(Duration.ofSeconds(1));
    Job newer = table.aJob().of(tenant).created();
    if (status == RUNNING) {
      changeStatus(restless);
    }

    var listed =
        jobsOf(
                tenant,
                partition -> {
                  if (partition.equals(tenant) || partition.equals(statusKey(restless))) {
                    changeStatus(restless);
                  }
                },
                _ -> changeStatus(restless))
            .byPagesOf(1)
            .all();

    assertThat(listed).extracting(Job::id).containsExactly(newer.id(), restless.id(), older.id());
  }

  @Test
  void a_pending_job_that_comes_into_its_queue_between_two_reads_is_listed_once() {
    Job job = table.aJob().of("queued").withDelay(Duration.ofHours(1)).created();
    String scheduled = statusKey(job);

    var listed =
        jobsOf(
                "queued",
                _ -> {},
                partition -> {
                  if (partition.equals(scheduled)) {
                    table.transitions.lookAgain(job, table.clock.instant());
                  }
                })
            .withStatus(PENDING)
            .all();

    assertThat(listed).extracting(Job::id).containsExactly(job.id());
    assertThat(statusKey(job)).isNotEqualTo(scheduled);
  }

  @Test
  void a_pending_job_that_comes_into_its_queue_before_it_is_read_is_listed_once() {
    Job job = table.aJob().of("queued-first").withDelay(Duration.ofHours(1)).created();
    String scheduled = statusKey(job);

    var listed =
        jobsOf(
                "queued-first",
                partition -> {
                  if (partition.equals(scheduled)) {
                    table.transitions.lookAgain(job, table.clock.instant());
                  }
                },
                _ -> {})
            .withStatus(PENDING)
            .all();

    assertThat(listed).extracting(Job::id).containsExactly(job.id());
  }

  @Test
  void a_job_that_leaves_the_status_after_it_was_found_is_not_listed_under_it() {
    Job job = table.aJob().of("leaving").created();

    var page =
        jobsOf(
                "leaving",
                _ -> {},
                partition -> {
                  if (partition.equals(statusKey(job))) {
                    changeStatus(job);
                  }
                })
            .withStatus(PENDING)
            .firstPage();

    assertThat(page).isEqualTo(new JobQuery.Page(List.of(), Optional.empty()));
  }
}

package dev.headroom.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.aws.Item;
import dev.headroom.aws.ItemSize;
import dev.headroom.aws.Persistence;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.AJob;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.Pool;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.store.EndedJobs.Ended;
import dev.headroom.json.Json;
import dev.headroom.paging.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class EndedJobsTest {
  private static JobTable table;
  private static EndedJobs ended;

  @BeforeAll
  static void open() {
    table = new JobTable();
    ended = table.backend.endedJobs();
  }

  @AfterAll
  static void close() {
    table.close();
  }

  private static AJob aJobOf(String tenant) {
    return table.aJob().of(tenant);
  }

  private static Instant now() {
    return table.clock.instant();
  }

  private static List<Ended> all(String tenant, Instant endedBy) {
    return all(tenant, endedBy, 100);
  }

  private static List<Ended> all(String tenant, Instant endedBy, int limit) {
    List<Ended> found = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      var page = table.backend.endedJobs().find(tenant, endedBy, after, limit);
      assertThat(page.jobs()).hasSizeLessThanOrEqualTo(limit);
      found.addAll(page.jobs());
      after = page.next();
    } while (after.isPresent());
    return found;
  }

  private static Ended only(Job job) {
    return all(job.tenant(), now()).stream()
        .filter(found -> found.id().equals(job.id()))
        .findFirst()
        .orElseThrow();
  }

  private static void remove(Ended... jobs) {
    List<TransactWriteItem> removals =
        Stream.of(jobs)
            .map(ended::removal)
            .map(removal -> TransactWriteItem.builder().delete(removal).build())
            .toList();
    table.dynamoDb.transactWriteItems(write -> write.transactItems(removals));
  }

  private static boolean isThere(Job job) {
    return !table.item(job).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 100})
  void pages_of_any_size_hold_every_ended_job_once(int limit) {
    String tenant = "paged by " + limit;
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      ids.add(aJobOf(tenant).completed().id());
      ids.add(aJobOf(tenant).failed().id());
      ids.add(aJobOf(tenant).cancelled().id());
      table.clock.advance(Duration.ofMillis(i % 2)); // some share a millisecond
    }

    assertThat(all(tenant, now(), limit))
        .extracting(Ended::id)
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void removed_page_by_page_none_is_left_in_the_index() {
    for (int i = 0; i < 6; i++) {
      var _ = aJobOf("removed").completed();
      var _ = aJobOf("removed").failed();
    }
    Optional<String> after = Optional.empty();
    do {
      var page = ended.find("removed", now(), after, 5);
      page.jobs().forEach(EndedJobsTest::remove);
      after = page.next();
    } while (after.isPresent());

    assertThat(table.ended("removed")).isEmpty();
  }

  @Test
  void a_job_that_ended_at_the_instant_is_found_and_one_a_millisecond_later_is_not() {
    Claim.Granted on = aJobOf("boundary").claimed();
    Claim.Granted late = aJobOf("boundary").claimed();
    table.clock.advance(Duration.ofMinutes(5));
    Instant endedBy = now();
    Job atOnce = aJobOf("boundary").cancelled(); // created at the very instant, too
    assertThat(table.claims.complete(on, JobTable.aPayload(), "")).isTrue();
    table.clock.advance(Duration.ofMillis(1));
    assertThat(table.claims.complete(late, JobTable.aPayload(), "")).isTrue();

    assertThat(all("boundary", endedBy))
        .extracting(Ended::id)
        .containsExactlyInAnyOrder(on.job().id(), atOnce.id());
    assertThat(all("boundary", endedBy.minusMillis(1))).isEmpty();
    assertThat(all("boundary", endedBy.plusNanos(999_999))).hasSize(2);
  }

  @Test
  void what_is_not_over_is_never_found() {
    var _ = aJobOf("unfinished").created();
    var _ = aJobOf("unfinished").withDelay(Duration.ofHours(1)).created();
    var _ = aJobOf("unfinished").claimed();
    var _ = aJobOf("unfinished").betweenSlices();
    var _ = aJobOf("unfinished").retriedAt(now());
    var _ = table.transitions.restart(aJobOf("unfinished").failed()).orElseThrow();

    assertThat(all("unfinished", now().plus(Duration.ofDays(90)))).isEmpty();
  }

  @Test
  void another_tenants_jobs_are_never_found() {
    var _ = aJobOf("mine").completed();
    var _ = aJobOf("mine#0").completed();

    assertThat(all("mine", now())).extracting(Ended::tenant).containsExactly("mine");
    assertThat(all("min", now())).isEmpty();
    assertThat(all("0#mine", now())).isEmpty();
  }

  @Test
  void an_expired_job_that_is_still_there_is_found_and_removed() {
    Job job = aJobOf("expired").completed();
    table.clock.advance(Duration.ofDays(31));
    assertThat(table.reader.find(job.id())).isEmpty();

    remove(only(job));

    assertThat(isThere(job)).isFalse();
  }

  @Test
  void a_found_job_is_told_as_it_lies_there() {
    Job job = aJobOf("told").completed();

    assertThat(all("told", now()))
        .containsExactly(
            new Ended(
                job.id(),
                "told",
                JobStatus.COMPLETED,
                1,
                job.revision(),
                job.completedAt().orElseThrow(),
                ItemSize.bytes(table.item(job).attributes()),
                JobFolder.of(job),
                false));
  }

  @Test
  void a_failed_job_that_is_restarted_after_it_was_read_is_not_removed() {
    Job job = aJobOf("restarted").failed();
    Ended read = only(job);
    Job again = table.transitions.restart(job).orElseThrow();

    assertThatThrownBy(() -> remove(read)).isInstanceOf(TransactionCanceledException.class);
    assertThat(table.now(job)).isEqualTo(again);

    table.transitions.fail(FencedUpdate.of(table.granted(again)), "Once more.");
    assertThatThrownBy(() -> remove(read)).isInstanceOf(TransactionCanceledException.class);
    assertThat(isThere(job)).isTrue();
  }

  @Test
  void a_job_that_was_noted_upon_after_it_was_read_is_not_removed() {
    Claim.Granted claim = aJobOf("noted").claimed();
    var _ = table.transitions.cancel(claim.job()).orElseThrow();
    Ended read = only(claim.job());
    table.claims.noteAbandoned(claim, "It went on.");

    assertThatThrownBy(() -> remove(read)).isInstanceOf(TransactionCanceledException.class);
  }

  @Test
  void the_next_job_of_the_same_id_is_not_removed_for_the_one_before() {
    Job first = aJobOf("again").cancelled();
    Ended read = only(first);
    remove(read);
    table.clock.advance(Duration.ofMillis(1));
    Job second =
        Job.pending(
            first.id(),
            "again",
            Submission.of("noop", Json.SNAKE_CASE.createObjectNode()),
            Pool.GENERAL,
            now(),
            JobTable.aPayload());
    assertThat(table.transitions.create(second, Optional.empty())).isEmpty();
    var _ = table.transitions.cancel(second).orElseThrow();

    assertThatThrownBy(() -> remove(read)).isInstanceOf(TransactionCanceledException.class);
    assertThat(only(second).folder()).isNotEqualTo(read.folder());
  }

  @Test
  void what_the_index_still_tells_is_decided_by_the_item() {
    Job restarted = aJobOf("behind").failed();
    Job removed = aJobOf("behind").completed();
    Job kept = aJobOf("behind").completed();
    Ended gone = only(removed);
    var reads =
        new InterruptedReads(
            table.dynamoDb,
            () -> {
              if (isThere(removed)) {
                remove(gone);
                var _ = table.transitions.restart(restarted).orElseThrow();
              }
            });

    var page = interrupted(reads).find("behind", now(), Optional.empty(), 100);

    assertThat(page.jobs()).extracting(Ended::id).containsExactly(kept.id());
  }

  @Test
  void what_dynamodb_did_not_get_to_is_read_again_in_batches_of_a_hundred() {
    List<String> ids =
        IntStream.range(0, 103).mapToObj(_ -> aJobOf("many").cancelled().id()).toList();
    var reads = new InterruptedReads(table.dynamoDb, () -> {});

    var page = interrupted(reads).find("many", now(), Optional.empty(), 200);

    assertThat(page.jobs()).extracting(Ended::id).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(page.next()).isEmpty();
    assertThat(reads.batches()).containsExactly(100, 50, 25, 12, 6, 3, 1, 3, 1);
  }

  private static EndedJobs interrupted(InterruptedReads reads) {
    return new EndedJobs(reads, table.name(), new Persistence(new Random(7), _ -> {}));
  }

  @Test
  void a_page_beyond_the_instant_goes_on_with_the_next_partition() {
    var _ = aJobOf("earlier").completed();
    String after = ended.find("earlier", now(), Optional.empty(), 1).next().orElseThrow();

    assertThat(ended.find("earlier", now().minusSeconds(9), Optional.of(after), 9))
        .isEqualTo(new EndedJobs.Page(List.of(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "running#0#", "completed#7#", "completed#0", "completed#0#1#job_1"})
  void a_place_that_is_none_is_refused(String place) {
    assertThatThrownBy(() -> ended.find("acme", now(), Optional.of(Cursor.of(place)), 9))
        .isInstanceOf(HeadroomException.Invalid.class);
  }

  private static Payload stored(Job job) {
    return new Payload.Stored(JobFolder.of(job).key("large"), 1_000_000);
  }

  @Test
  void a_job_that_never_stored_an_object_tells_so() {
    Job job = aJobOf("small").betweenSlices();
    Claim.Granted claim = table.granted(job);
    assertThat(table.claims.save(claim, 1, JobTable.aPayload("saved"))).isTrue();
    assertThat(table.claims.complete(claim, JobTable.aPayload(), "")).isTrue();
    Job cancelled = aJobOf("small").cancelled();

    assertThat(only(job).mayHaveObjects()).isFalse();
    assertThat(only(cancelled).mayHaveObjects()).isFalse();
    assertThat(table.item(job).find(JobItem.HAS_OBJECTS)).isEmpty();
  }

  @Test
  void a_checkpoint_that_was_an_object_is_told_after_its_end() {
    Claim.Granted saved = aJobOf("checkpoints").claimed();
    assertThat(table.claims.save(saved, 1, stored(saved.job()))).isTrue();
    assertThat(table.claims.save(saved, 2, JobTable.aPayload("smaller"))).isTrue();
    assertThat(table.claims.complete(saved, JobTable.aPayload(), "")).isTrue();
    Claim.Granted slice = aJobOf("checkpoints").claimed();
    Job next = table.claims.endSlice(slice, stored(slice.job()), 0.5, "").orElseThrow();
    assertThat(table.claims.complete(table.granted(next), JobTable.aPayload(), "")).isTrue();

    assertThat(all("checkpoints", now())).hasSize(2).allMatch(Ended::mayHaveObjects);
    assertThat(table.item(saved.job()).find(JobItem.CHECKPOINT)).isEmpty();
  }

  @Test
  void parameters_and_a_result_in_objects_are_told() {
    Job job = aJobOf("stored").build();
    var large =
        Job.pending(
            job.id(),
            "stored",
            Submission.of("noop", Json.SNAKE_CASE.createObjectNode()),
            Pool.GENERAL,
            now(),
            stored(job));
    assertThat(table.transitions.create(large, Optional.empty())).isEmpty();
    var _ = table.transitions.cancel(large).orElseThrow();
    Claim.Granted whole = aJobOf("stored").claimed();
    assertThat(table.claims.complete(whole, stored(whole.job()), "")).isTrue();
    Claim.Granted head = aJobOf("stored").claimed();
    var inline = (Payload.Inline) JobTable.aPayload();
    var withBlocks = new Payload.Inline(inline.gzip(), inline.jsonBytes(), true);
    assertThat(table.claims.complete(head, withBlocks, "")).isTrue();

    assertThat(all("stored", now())).hasSize(3).allMatch(Ended::mayHaveObjects);
    assertThat(table.now(head.job()).result()).hasValue(withBlocks);
  }

  @Test
  void work_that_lost_its_claim_may_have_left_objects() {
    Claim.Granted cancelled = aJobOf("lost").claimed();
    var _ = table.transitions.cancel(cancelled.job()).orElseThrow();
    Job retried = aJobOf("lost").retriedAt(now());
    assertThat(table.claims.complete(table.granted(retried), JobTable.aPayload(), "")).isTrue();

    assertThat(all("lost", now())).hasSize(2).allMatch(Ended::mayHaveObjects);
  }

  @Test
  void the_index_tells_when_a_job_ended_and_nothing_changes_that_but_its_status() {
    Job job = aJobOf("entry").failed();
    Item before = entry(job);
    assertThat(before.optionalInstant(JobItem.COMPLETED_AT)).isEqualTo(job.completedAt());

    Job again = table.transitions.restart(job).orElseThrow();

    assertThat(entry(again).find(JobItem.COMPLETED_AT)).isEmpty();
    assertThat(entry(again).text(JobItem.STATUS_KEY)).isNotEqualTo(before.text("status_key"));
  }

  private static Item entry(Job job) {
    String partition = table.item(job).text(JobItem.STATUS_KEY);
    return new Item(
        table
            .dynamoDb
            .query(
                query ->
                    query
                        .tableName(table.name())
                        .indexName(JobItem.BY_STATUS)
                        .keyConditionExpression("status_key = :partition")
                        .expressionAttributeValues(
                            java.util.Map.of(":partition", JobItem.text(partition))))
            .items()
            .getFirst());
  }
}

package dev.headroom.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.Jobs;
import dev.headroom.json.Json;
import dev.headroom.local.recorder.CapacityMeter;
import dev.headroom.local.recorder.CapacityMeter.Consumed;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The calls of each step of a job, and the write units of the table and of its three indexes that
 * they take: those of docs/figures.md.
 */
class JobCapacityTest {
  private static JobTable table;
  private static Jobs jobs;

  private CapacityMeter meter;

  @BeforeAll
  static void open() {
    table = new JobTable();
    jobs = table.backend.jobs(new JobTypes());
  }

  @AfterAll
  static void close() {
    table.close();
  }

  @BeforeEach
  void measure() {
    meter = new CapacityMeter();
  }

  @AfterEach
  void end() {
    meter.close();
  }

  private static Submission aNoop() {
    return Submission.of("noop", Json.SNAKE_CASE.createObjectNode().put("note", "hello"));
  }

  private static Map<String, Consumed> update(double units, double ofIndexes) {
    return Map.of("UpdateItem", new Consumed(1, units, ofIndexes));
  }

  /** A job that has waited for a second, and has run for one. */
  private Claim.Granted claimed() {
    Job job = jobs.submit("acme", aNoop());
    table.clock.advance(Duration.ofSeconds(1));
    Claim.Granted claim = table.granted(job);
    table.clock.advance(Duration.ofSeconds(1));
    meter.taken();
    return claim;
  }

  @Test
  void a_job_is_three_writes_and_a_message() {
    Job job = jobs.submit("acme", aNoop());
    assertThat(meter.taken())
        .isEqualTo(Map.of("PutItem", new Consumed(1, 1, 3), "SendMessage", new Consumed(1, 0, 0)));

    Claim.Granted claim = table.granted(job);
    assertThat(meter.taken()).isEqualTo(update(1, 2));

    assertThat(table.claims.complete(claim, JobTable.aPayload("done"), "")).isTrue();
    assertThat(meter.taken()).isEqualTo(update(1, 3));
  }

  @Test
  void a_large_result_takes_a_unit_of_the_table_for_each_kilobyte() {
    Payload result = new Payload.Inline(SdkBytes.fromByteArray(new byte[3_000]), 3_000, false);

    assertThat(table.claims.complete(claimed(), result, "")).isTrue();

    assertThat(meter.taken()).isEqualTo(update(4, 3));
  }

  @Test
  void news_of_a_job_that_runs_are_one_write_and_none_of_an_index() {
    Claim.Granted claim = claimed();

    assertThat(table.claims.renewLease(claim)).isTrue();
    assertThat(meter.taken()).isEqualTo(update(1, 0));
    assertThat(table.claims.heartbeat(claim, 0.5, "half")).isTrue();
    assertThat(meter.taken()).isEqualTo(update(1, 0));
    assertThat(table.claims.save(claim, 1, JobTable.aPayload("so far"))).isTrue();
    assertThat(meter.taken()).isEqualTo(update(1, 0));
  }

  @Test
  void a_slice_is_two_writes_more() {
    Job waiting =
        table.claims.endSlice(claimed(), JobTable.aPayload("so far"), 0.5, "").orElseThrow();
    assertThat(meter.taken()).isEqualTo(update(1, 2));

    var _ = table.granted(waiting);
    assertThat(meter.taken()).isEqualTo(update(1, 0));
  }

  @Test
  void a_failed_attempt_is_two_writes_more() {
    Job waiting =
        table
            .transitions
            .retry(FencedUpdate.of(claimed()), "It rained.", table.clock.instant())
            .orElseThrow();
    assertThat(meter.taken()).isEqualTo(update(1, 4));

    var _ = table.granted(waiting);
    assertThat(meter.taken()).isEqualTo(update(1, 2));
  }

  @Test
  void a_last_failed_attempt_and_a_cancellation_take_what_a_completion_does() {
    assertThat(table.transitions.fail(FencedUpdate.of(claimed()), "It rained.")).isTrue();
    assertThat(meter.taken()).isEqualTo(update(1, 3));

    Claim.Granted claim = claimed();
    assertThat(table.transitions.cancel(claim.job())).isPresent();
    assertThat(meter.taken()).isEqualTo(update(1, 3));
  }

  @Test
  void a_cancellation_over_http_reads_the_job_first() {
    Job job = jobs.submit("acme", aNoop());
    meter.taken();

    var _ = jobs.cancel(job.id(), Optional.of("acme"));

    assertThat(meter.taken())
        .isEqualTo(Map.of("GetItem", new Consumed(1, 1, 0), "UpdateItem", new Consumed(1, 1, 3)));
  }

  @Test
  void a_message_out_of_date_and_a_repeated_submission_are_one_refused_write_each() {
    Job job = jobs.submit("acme", aNoop().under("key"));
    var _ = jobs.cancel(job.id(), Optional.of("acme"));
    meter.taken();

    assertThat(table.claims.claim(JobQueue.Message.of(job), "late"))
        .isInstanceOf(Claim.NothingToDo.class);
    assertThat(meter.taken()).isEqualTo(update(0, 0));

    assertThat(jobs.submit("acme", aNoop().under("key")).id()).isEqualTo(job.id());
    assertThat(meter.taken()).isEqualTo(Map.of("PutItem", new Consumed(1, 0, 0)));
  }
}

package dev.headroom.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.client.Jobs;
import dev.headroom.jobs.client.Jobs.Answer;
import dev.headroom.jobs.store.Claim;
import dev.headroom.json.Json;
import dev.headroom.local.recorder.CapacityMeter;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The calls of a run and of a tick, which do not depend on what is kept: those of docs/figures.md.
 */
class CleanupCallsTest {
  /** More than the 99 of a page and of a transaction. */
  private static final int OVER = 105;

  private static final TestDeployment world = new TestDeployment();
  private static final JobBackend jobs = world.jobs();
  private static final CleanupBackend cleanup =
      world.backend(world.dynamoDb, world.builtIn().toArray(CleanupTarget[]::new));
  private static final ChunkStore chunks =
      new ChunkStore(world.dynamoDb, TestDeployment.settings().required("CHUNK_TABLE"));

  private CapacityMeter meter;

  @BeforeEach
  void open() {
    meter = new CapacityMeter();
  }

  @AfterEach
  void close() {
    meter.close();
  }

  private Map<String, Long> calls() {
    var calls = new TreeMap<String, Long>();
    meter.taken().forEach((operation, consumed) -> calls.put(operation, consumed.calls()));
    return calls;
  }

  private static String tenant(String target) {
    String tenant = TestDeployment.newTenant();
    var _ =
        cleanup
            .schedules()
            .add(tenant, new ScheduleSpec("usual", 3_600, 30, Priority.NORMAL, List.of(target)));
    return tenant;
  }

  /** Runs the schedule of a tenant, which removes so many items, and returns its calls. */
  private Map<String, Long> run(String tenant, int removed) {
    meter.taken();
    CleanupRun run =
        cleanup
            .cleanup()
            .run(
                tenant,
                new Cleanup.Request(Optional.of("usual"), false, false),
                world.clock.instant().plusSeconds(20));
    Map<String, Long> calls = calls();
    assertThat(run.counts().items()).isEqualTo(removed);
    return calls;
  }

  private static void putChunks(String tenant, int first, int count, Instant createdAt) {
    chunks.putAll(
        tenant,
        IntStream.range(first, first + count)
            .mapToObj(
                n ->
                    new Chunk(
                        "chunk " + n,
                        Optional.empty(),
                        Optional.empty(),
                        "some words",
                        List.of(),
                        0.5,
                        createdAt))
            .toList());
  }

  private static void endJobs(String tenant, int count) {
    Jobs client = jobs.jobs(new JobTypes());
    var answers =
        client.submitAll(tenant, Collections.nCopies(count, Submission.of("noop", Map.of())));
    for (Answer answer : answers) {
      Job job = ((Answer.Accepted) answer).job();
      Claim claim = jobs.claims().claim(JobQueue.Message.of(job), "a worker");
      var result = jobs.payloads().save("unused", Json.SNAKE_CASE.createObjectNode());
      assertThat(jobs.claims().complete((Claim.Granted) claim, result, "")).isTrue();
    }
  }

  @Test
  void a_run_over_chunks_queries_each_bucket_and_removes_99_in_a_transaction() {
    String few = tenant("chunks");
    putChunks(few, 0, OVER, world.daysAgo(40));
    String many = tenant("chunks");
    putChunks(many, 0, OVER, world.daysAgo(40));
    putChunks(many, 1_000, OVER, world.daysAgo(1));

    Map<String, Long> calls = run(few, OVER);

    assertThat(calls).isEqualTo(Map.of("GetItem", 2L, "Query", 17L, "TransactWriteItems", 4L));
    assertThat(run(many, OVER)).as("beside more that is kept").isEqualTo(calls);
    assertThat(run(few, 0))
        .as("nothing is over")
        .isEqualTo(Map.of("GetItem", 2L, "Query", 16L, "TransactWriteItems", 2L));
  }

  @Test
  void a_run_over_jobs_queries_each_status_and_reads_each_job() {
    String few = tenant("jobs");
    endJobs(few, OVER);
    String many = tenant("jobs");
    endJobs(many, OVER);
    world.clock.advance(Duration.ofDays(40));
    endJobs(many, OVER);

    Map<String, Long> calls = run(few, OVER);

    assertThat(calls)
        .isEqualTo(
            Map.of("BatchGetItem", 2L, "GetItem", 2L, "Query", 7L, "TransactWriteItems", 4L));
    assertThat(run(many, OVER)).as("beside more that is kept").isEqualTo(calls);
    assertThat(run(few, 0))
        .as("nothing is over")
        .isEqualTo(Map.of("GetItem", 2L, "Query", 6L, "TransactWriteItems", 2L));
  }

  @Test
  void a_tick_asks_once_for_each_priority_however_many_have_schedules() {
    Map<String, Long> expected = Map.of("Query", 4L);
    var _ = cleanup.cleanup().tick(() -> true);
    var _ = tenant("jobs");
    meter.taken();
    var _ = cleanup.cleanup().tick(() -> true);
    assertThat(calls()).isEqualTo(expected);

    for (int n = 0; n < 10; n++) {
      var _ = tenant("chunks");
    }
    meter.taken();
    var _ = cleanup.cleanup().tick(() -> true);
    assertThat(calls()).isEqualTo(expected);
  }
}

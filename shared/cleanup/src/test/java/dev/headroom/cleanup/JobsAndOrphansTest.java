package dev.headroom.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aws.Item;
import dev.headroom.aws.ItemSize;
import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.CleanupRun.Status;
import dev.headroom.cleanup.runs.RemovalCounts;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobFolder;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.client.Jobs;
import dev.headroom.jobs.recovery.FailedAttempts;
import dev.headroom.jobs.store.Claim;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs and their objects, against a recount that asks no index. */
class JobsAndOrphansTest {
  private static final long FIXED_SEED = 1;

  /** Another one each time, which is printed when it fails. */
  private static final long CHANGING_SEED =
      Long.getLong("cleanup.seed", ThreadLocalRandom.current().nextInt(1_000_000));

  private static final TestDeployment world = new TestDeployment();
  private static final JobBackend backend = world.jobs();
  private static final Jobs jobs = backend.jobs(new JobTypes());
  private String tenant = "";

  @BeforeEach
  void aNewTenant() {
    tenant = TestDeployment.newTenant().replace('-', ' '); // its name needs not be fit for a key
  }

  private CleanupBackend cleanup() {
    return world.backend(world.dynamoDb, world.builtIn().toArray(CleanupTarget[]::new));
  }

  private CleanupRun run(int retentionDays, boolean dry) {
    var by = cleanup();
    String name = "keep-" + retentionDays;
    by.schedules()
        .add(
            tenant,
            new ScheduleSpec(
                name, 3_600, retentionDays, Priority.LOW, List.of("jobs", "orphaned_objects")));
    return by.cleanup()
        .run(
            tenant,
            new Cleanup.Request(Optional.of(name), false, dry),
            world.clock.instant().plusSeconds(20));
  }

  /** A job whose parameters lie in the object store. */
  private Job submit(boolean large) {
    if (!large) {
      return jobs.submit(tenant, Submission.of("noop", Map.of()));
    }
    // Random letters do not compress.
    String text =
        new Random(world.clock.millis())
            .ints(20_000, 'a', 'z')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return jobs.submit(
        tenant,
        Submission.of(
            "extraction",
            Map.of(
                "documents", List.of(Map.of("text", text)),
                "taxonomy", Map.of("name", "t", "categories", List.of(Map.of("name", "c"))))));
  }

  private static Claim.Granted claim(Job job) {
    return (Claim.Granted)
        backend
            .claims()
            .claim(
                new JobQueue.Message(job.id(), job.tenant(), job.fencingToken(), false),
                "a worker");
  }

  private static Payload result() {
    return backend.payloads().save("unused", Json.SNAKE_CASE.createObjectNode().put("done", true));
  }

  private Job completed(boolean large) {
    Job job = submit(large);
    assertThat(backend.claims().complete(claim(job), result(), "")).isTrue();
    return job;
  }

  private boolean isThere(Job job) {
    return backend.reader().find(job.id()).isPresent();
  }

  /** Items and objects of a tenant, by a scan and a list of everything. */
  private Map<String, Long> everything() {
    Map<String, Long> bytes = new HashMap<>();
    for (var item :
        world.dynamoDb.scanPaginator(scan -> scan.tableName(backend.settings().table())).items()) {
      if (new Item(item).text("tenant").equals(tenant)) {
        bytes.put(new Item(item).text("job_id"), ItemSize.bytes(item));
      }
    }
    world
        .objects
        .list(JobFolder.prefixOf(tenant), Optional.empty(), 100_000)
        .forEach(object -> bytes.put(object.key(), object.bytes()));
    return bytes;
  }

  private Set<String> objectsOf(Job job) {
    return everything().keySet().stream()
        .filter(key -> key.startsWith(JobFolder.of(job).prefix()))
        .collect(Collectors.toSet());
  }

  @Test
  void a_retention_of_0_leaves_what_runs_and_what_waits() {
    Job done = completed(true);
    Job waiting = submit(true);
    Job running = submit(true);
    var held = claim(running);
    world.clock.advance(Duration.ofMillis(1));

    CleanupRun run = run(0, false);

    assertThat(run.status()).isEqualTo(Status.COMPLETED);
    assertThat(run.counts().items()).isEqualTo(1);
    assertThat(run.counts().objects()).isEqualTo(1);
    assertThat(isThere(done)).isFalse();
    assertThat(objectsOf(done)).isEmpty();
    assertThat(objectsOf(waiting)).hasSize(1);
    assertThat(objectsOf(running)).hasSize(1);
    assertThat(backend.claims().complete(held, result(), "")).isTrue();
  }

  @Test
  void a_job_that_was_submitted_long_ago_and_ended_of_late_is_kept() {
    Job job = submit(false);
    var held = claim(job);
    world.clock.advance(Duration.ofDays(40));
    assertThat(backend.claims().complete(held, result(), "")).isTrue();
    world.clock.advance(Duration.ofDays(30));

    assertThat(run(30, false).counts())
        .isEqualTo(RemovalCounts.NONE); // as old as that to the millisecond
    world.clock.advance(Duration.ofMillis(1));
    assertThat(run(30, false).counts().items()).isEqualTo(1);
    assertThat(isThere(job)).isFalse();
  }

  @Test
  void a_failed_job_that_is_tried_again_is_kept_with_its_objects() {
    Job job = submit(true);
    var _ = backend.failedAttempts().end(claim(job), FailedAttempts.Failure.lasting("no"));
    world.clock.advance(Duration.ofDays(20));
    assertThat(backend.reader().find(job.id()).orElseThrow().status()).isEqualTo(JobStatus.FAILED);

    Job again = jobs.retry(job.id(), Optional.empty());

    assertThat(run(10, false).counts()).isEqualTo(RemovalCounts.NONE);
    assertThat(isThere(again)).isTrue();
    assertThat(objectsOf(again)).hasSize(1);
  }

  @Test
  void what_no_job_has_goes_when_it_is_a_day_old_and_older_than_the_retention() {
    Job kept = submit(true);
    var folder = JobFolder.of(kept);
    var orphan = new JobFolder(folder.owner(), "job_" + "0".repeat(32), world.clock.instant());
    // The same id, submitted before: its job was removed, and this one is another.
    var namesake =
        new JobFolder(folder.owner(), folder.jobId(), world.clock.instant().minusSeconds(9));
    for (String key :
        List.of(orphan.key("1/result"), orphan.key("parameters-0"), namesake.key("parameters-1"))) {
      world.objects.put(key, new byte[100]);
      world.setWrittenAt(key, world.clock.instant());
    }

    world.clock.advance(Duration.ofHours(23));
    assertThat(run(0, false).counts()).isEqualTo(RemovalCounts.NONE); // somebody may be writing it
    world.clock.advance(Duration.ofHours(2));
    assertThat(run(2, false).counts()).isEqualTo(RemovalCounts.NONE);
    String late = orphan.key("2/result");
    world.objects.put(late, new byte[50]);
    world.setWrittenAt(late, world.clock.instant().minusSeconds(60));
    CleanupRun dry = run(0, true);
    CleanupRun real = run(0, false);

    assertThat(real.counts()).isEqualTo(new RemovalCounts(3, 0, 3, 300, 0)).isEqualTo(dry.counts());
    assertThat(objectsOf(kept)).hasSize(1);
    assertThat(world.objects.get(late)).isPresent();
  }

  @Test
  void orphans_are_found_on_every_page_and_no_later_day_is_listed() {
    var owner = JobFolder.of(submit(true)).owner();
    List<String> keys = new ArrayList<>();
    for (int n = 0; n < 660; n++) { // of the old ones more than a page of 500
      Instant day = world.daysAgo(40 - n / 60);
      String id = "job_%032x".formatted(new Random(n).nextLong() >>> 1);
      keys.add(new JobFolder(owner, id, day).key("parameters-0"));
    }
    for (String key : keys) {
      world.objects.put(key, new byte[1]);
    }

    CleanupRun run = run(30, false);

    assertThat(run.counts().objects()).isEqualTo(600); // of the days 40 to 31
    assertThat(everything().keySet().stream().filter(keys::contains)).hasSize(60);
  }

  @Test
  void whatever_happened_a_dry_run_a_recount_and_the_run_say_the_same() {
    for (long seed : List.of(FIXED_SEED, CHANGING_SEED)) {
      aNewTenant();
      try {
        history(new Random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("To see it again: -Dcleanup.seed=" + seed, e);
      }
    }
  }

  private void history(Random random) {
    List<Job> submitted = new ArrayList<>();
    Map<String, Instant> ended = new HashMap<>();
    for (int n = 0; n < 60; n++) {
      world.clock.advance(Duration.ofMillis(random.nextLong(Duration.ofHours(20).toMillis())));
      Job job = submit(random.nextInt(4) == 0);
      submitted.add(job);
      if (random.nextInt(5) == 0) {
        continue; // waits
      }
      if (random.nextInt(6) == 0) {
        var _ = jobs.cancel(job.id(), Optional.empty());
        ended.put(job.id(), world.clock.instant());
        continue;
      }
      var held = claim(job);
      if (random.nextInt(6) == 0) {
        continue; // runs
      }
      world.clock.advance(Duration.ofMillis(random.nextLong(Duration.ofDays(3).toMillis())));
      assertThat(backend.claims().complete(held, result(), "")).isTrue();
      ended.put(job.id(), world.clock.instant());
    }
    int retention = random.nextInt(3) * 10;
    world.clock.advance(Duration.ofMillis(1));
    Instant before = world.clock.instant().minus(Duration.ofDays(retention));
    Set<String> over =
        ended.entrySet().stream()
            .filter(one -> one.getValue().isBefore(before))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    Map<String, Long> all = everything();
    Map<String, Long> expected = new HashMap<>(all);
    expected
        .keySet()
        .removeIf(
            key ->
                !over.contains(key)
                    && JobFolder.read(key).filter(at -> over.contains(at.jobId())).isEmpty());

    RemovalCounts dry = run(retention, true).counts();
    assertThat(everything()).isEqualTo(all);
    RemovalCounts real = run(retention, false).counts();

    assertThat(real).isEqualTo(dry);
    assertThat(real.items()).isEqualTo(over.size());
    assertThat(real.files()).isEqualTo(expected.size());
    assertThat(real.bytes()).isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    all.keySet().removeAll(expected.keySet());
    assertThat(everything()).isEqualTo(all);
    assertThat(submitted.stream().filter(this::isThere)).hasSize(60 - over.size());
  }
}

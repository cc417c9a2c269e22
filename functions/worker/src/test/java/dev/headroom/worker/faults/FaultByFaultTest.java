package dev.headroom.worker.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.Outcome;
import dev.headroom.jobs.Payload;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.client.Jobs;
import dev.headroom.jobs.store.Claim;
import dev.headroom.json.Json;
import dev.headroom.worker.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** One fault each: what {@link FaultTest} has found, and whatever is too rare for it. */
class FaultByFaultTest {
  private static World world;
  private static JobBackend backend;
  private static Jobs jobs;

  @BeforeAll
  static void open() {
    world = new World();
    backend = world.backend();
    jobs = backend.jobs(world.types());
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static Job aJob() {
    return jobs.submit("acme", Submission.of("noop", Map.of()));
  }

  private static Job now(Job job) {
    return jobs.get(job.id(), Optional.empty());
  }

  private static JobQueue.Message message(Job job) {
    return new JobQueue.Message(
        job.id(), job.tenant(), job.fencingToken(), job.status() == JobStatus.RUNNING);
  }

  private static Claim.Granted claimed(Job job) {
    return (Claim.Granted) backend.claims().claim(message(now(job)), "a worker");
  }

  private static Payload aPayload(int step) {
    return backend.payloads().save("unused", Json.SNAKE_CASE.createObjectNode().put("step", step));
  }

  /** Does something on a machine whose first call of an operation suffers a fault. */
  private static Weather suffering(Fault fault, String operation, Consumer<JobBackend> what)
      throws InterruptedException {
    return suffering(Weather.once(fault, operation, 1), what);
  }

  private static Weather suffering(Weather weather, Consumer<JobBackend> what)
      throws InterruptedException {
    var machine = new Machine("a machine", world.time(), weather, new Journal(), 1);
    machine.start(() -> what.accept(world.backend(machine, machine.chance()))).join();
    return weather;
  }

  @Test
  void jobs_submitted_together_are_not_undone_by_a_late_copy_of_their_submission()
      throws Exception {
    var weather =
        suffering(
            Fault.LATE_COPY,
            "PutItem",
            machine -> {
              var wishes = List.of(Submission.of("noop", Map.of()));
              var answers = machine.jobs(world.types()).submitAll("acme", wishes);
              assertThat(answers).hasSize(1);
            });
    Job job = jobs.get(world.receive().getLast().jobId(), Optional.empty());
    var claim = claimed(job);
    assertThat(weather.release()).isTrue();

    assertThat(now(job).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(backend.claims().complete(claim, aPayload(1), "")).isTrue();
  }

  @Test
  void a_late_copy_of_a_checkpoint_does_not_replace_a_later_one() throws Exception {
    Job job = aJob();
    var claim = claimed(job);
    var weather =
        suffering(
            Fault.LATE_COPY,
            "UpdateItem",
            machine -> {
              assertThat(machine.claims().save(claim, 1, aPayload(1))).isTrue();
              assertThat(machine.claims().save(claim, 2, aPayload(2))).isTrue();
            });
    assertThat(weather.release()).isTrue();

    assertThat(now(job).checkpoint()).hasValue(aPayload(2));
  }

  @Test
  void a_late_copy_of_a_heartbeat_does_not_take_progress_back() throws Exception {
    Job job = aJob();
    var claim = claimed(job);
    var weather =
        suffering(
            Fault.LATE_COPY,
            "UpdateItem",
            machine -> {
              assertThat(machine.claims().heartbeat(claim, 0.1, "little")).isTrue();
              assertThat(machine.claims().heartbeat(claim, 0.9, "much")).isTrue();
            });
    assertThat(weather.release()).isTrue();

    assertThat(now(job).progress()).isEqualTo(0.9);
    assertThat(backend.claims().heartbeat(claim, 0.9, "still")).isTrue();
  }

  /** Does not stop when it is told, but when it is released. */
  private record Deaf(CountDownLatch released) implements JobWork {
    @Override
    public Outcome run(JobRun run) {
      while (true) {
        try {
          released.await();
          return new Outcome.Failed("It was not stopped.");
        } catch (InterruptedException _) {
          // it does not care
        }
      }
    }
  }

  @Test
  void work_that_does_not_stop_is_told_of_though_its_job_cannot_be_ended() throws Exception {
    JobOptions terms = JobOptions.DEFAULT.withTimeout(Duration.ofMillis(50));
    Job job = jobs.submit("acme", Submission.of("noop", Map.of()).with(terms));
    var released = new CountDownLatch(1);
    var abandoned = new AtomicInteger();

    var _ =
        suffering(
            Weather.once(Fault.FAILED_BEFORE, "UpdateItem", 2), // the first one claims it
            machine -> {
              var worker = new Delivery(machine, new Deaf(released));
              assertThatThrownBy(() -> worker.of(message(job), "a worker", Duration.ofMinutes(15)))
                  .isInstanceOf(SdkClientException.class);
              abandoned.set(worker.abandoned());
            });
    released.countDown();

    assertThat(abandoned).hasValue(1);
  }
}

package dev.headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.TestQueues.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class JobQueueTest {
  private static JobTable table;
  private static JobQueue queue;

  @BeforeAll
  static void open() {
    table = new JobTable();
    queue = table.backend.queue();
  }

  @AfterAll
  static void close() {
    table.close();
  }

  @BeforeEach
  void clear() {
    table.queues.clear();
  }

  @Test
  void a_job_goes_to_the_queue_of_its_priority_in_the_name_of_its_tenant() throws Exception {
    for (Priority priority : Priority.values()) {
      Job job = table.aJob().of("acme").withPriority(priority).build();

      assertThat(queue.send(job)).isTrue();

      List<Message> received = table.queues.receive(priority);
      assertThat(received).hasSize(1);
      assertThat(JobQueue.Message.read(received.getFirst().body()))
          .isEqualTo(new JobQueue.Message(job.id(), "acme", 0, false));
      assertThat(received.getFirst().attributes())
          .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "acme");
    }
  }

  @Test
  void a_job_whose_time_is_near_is_held_back_till_then_and_never_less() {
    table.clock.advance(Duration.ofNanos(500_000));

    queue.send(table.aJob().withDelay(Duration.ofSeconds(9)).build());
    queue.send(table.aJob().withDelay(Duration.ofMillis(1_001)).build());
    queue.send(table.aJob().withDelay(Duration.ofMinutes(15)).build());

    assertThat(table.queues.sent())
        .extracting(Sent::delay)
        .containsExactly(Duration.ofSeconds(9), Duration.ofSeconds(2), Duration.ofMinutes(15));
  }

  @Test
  void a_job_whose_time_has_come_is_not_held_back() {
    Job job = table.aJob().build();
    table.clock.advance(Duration.ofHours(3));

    queue.send(job);

    assertThat(table.queues.sent()).extracting(Sent::delay).containsExactly(Duration.ZERO);
  }

  @Test
  void a_job_whose_time_is_far_off_is_not_sent() {
    Job job = table.aJob().withDelay(Duration.ofMinutes(15).plusMillis(1)).build();

    assertThat(queue.send(job)).isFalse();
    queue.sendAll(List.of(job));

    assertThat(table.queues.sent()).isEmpty();
  }

  @Test
  void many_jobs_are_sent_together_each_to_its_queue() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      jobs.add(
          table
              .aJob()
              .withPriority(i < 12 ? Priority.LOW : Priority.HIGH)
              .withDelay(in(i))
              .build());
    }

    queue.sendAll(jobs);

    assertThat(table.queues.sent())
        .containsExactlyInAnyOrderElementsOf(
            jobs.stream()
                .map(
                    job ->
                        new Sent(
                            JobQueue.Message.of(job),
                            job.options().priority(),
                            Duration.between(table.clock.instant(), job.runAfter()),
                            "acme"))
                .toList());
  }

  private static Duration in(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void what_cannot_be_sent_is_told_and_is_no_failure() {
    table.queues.goDown();

    assertThat(queue.send(table.aJob().build())).isFalse();
    queue.sendAll(List.of(table.aJob().build()));

    assertThat(table.queues.sent()).isEmpty();
  }

  @Test
  void a_queue_is_idle_that_has_nothing_to_give() {
    queue.send(table.aJob().withPriority(Priority.HIGH).build());
    queue.send(table.aJob().withPriority(Priority.LOW).withDelay(in(600)).build());

    assertThat(queue.idle())
        .extracting(QueueName::priority)
        .containsExactlyInAnyOrder(Priority.URGENT, Priority.NORMAL, Priority.LOW);
  }
}

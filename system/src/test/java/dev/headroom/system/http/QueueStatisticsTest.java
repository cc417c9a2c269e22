package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.statistics.JobStatistics;
import dev.headroom.jobs.statistics.QueueState;
import dev.headroom.jobs.statistics.QueueStatistics;
import dev.headroom.jobs.store.JobListing;
import dev.headroom.jobs.store.JobReader;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** From a request to the statistics: through the table, its stream, and the function behind it. */
@ExtendWith(TheCloud.class)
class QueueStatisticsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private record Reading(JobStatistics statistics, JobReader reader) {
    static Reading of(LocalCloud cloud) {
      Map<String, String> environment = new HashMap<>(cloud.engines().environment("JobStats"));
      environment.put("AWS_ACCESS_KEY_ID", "Test"); // whose calls are not the function's
      var dynamoDb = new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
      var clock = InstantSource.system();
      String table = environment.getOrDefault("JOB_TABLE", "");
      var reader = new JobReader(dynamoDb, table, clock);
      return new Reading(
          new JobStatistics(
              dynamoDb,
              environment.getOrDefault("STATISTICS_TABLE", ""),
              new JobListing(dynamoDb, table, reader),
              clock),
          reader);
    }

    QueueStatistics once(String tenant, Predicate<QueueStatistics> wanted) {
      Instant end = Instant.now().plus(PATIENCE);
      QueueStatistics seen = statistics.of(tenant);
      while (!wanted.test(seen) && Instant.now().isBefore(end)) {
        Thread.onSpinWait();
        seen = statistics.of(tenant);
      }
      return seen;
    }
  }

  @Test
  void whatever_happens_to_jobs_is_counted_within_moments(LocalCloud cloud) {
    Instant start = Instant.now();
    var client = Client.of(cloud, "counted");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String priority = i % 2 == 0 ? "high" : "low";
      ids.add(submitted(client, "{\"job_type\":\"noop\",\"priority\":\"%s\"}".formatted(priority)));
    }
    ids.forEach(client::ended);
    String later = submitted(client, "{\"job_type\":\"noop\",\"delay_seconds\":600}");
    String muchLater = submitted(client, "{\"job_type\":\"noop\",\"delay_seconds\":6000}");
    String never = submitted(client, "{\"job_type\":\"noop\",\"delay_seconds\":600}");
    client.delete("/jobs/" + never).expect(200);

    Reading reading = Reading.of(cloud);
    // Counts and times are read side by side: one may be of before a change, the other of after it.
    QueueStatistics statistics =
        reading.once(
            "counted",
            seen ->
                seen.total() == 15
                    && seen.of(JobStatus.COMPLETED) == 12
                    && seen.of(JobStatus.CANCELLED) == 1
                    && seen.processingTimes().count() == 12);

    assertThat(statistics.of(Priority.HIGH).of(QueueState.COMPLETED)).isEqualTo(6);
    assertThat(statistics.of(Priority.LOW).of(QueueState.COMPLETED)).isEqualTo(6);
    assertThat(statistics.of(Priority.NORMAL).of(QueueState.PENDING)).isEqualTo(1);
    assertThat(statistics.of(Priority.NORMAL).of(QueueState.SCHEDULED)).isEqualTo(1);
    assertThat(statistics.total()).isEqualTo(15);
    assertThat(statistics.processingTimes().count()).isEqualTo(12);
    assertThat(statistics.throughput().lastHour()).isPositive();
    assertThat(statistics.asOf().orElseThrow()).isAfterOrEqualTo(start.minusMillis(1));
    for (String id : List.of(later, muchLater)) {
      assertThat(reading.statistics().position(reading.reader().find(id).orElseThrow()).unknown())
          .as("the place of a job whose time has not come")
          .isPresent();
    }
    assertThat(reading.statistics().of("nobody").total()).isZero();
  }

  private static String submitted(Client client, String body) {
    return client.post("/jobs/submit", body).expect(202).text("job_id");
  }
}

package dev.headroom.system.docs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobClient;
import java.time.Duration;
import java.util.Map;

/** A program that uses the library, as docs/library.md shows it. */
final class Extractions {
  private final Map<String, String> environment;

  Extractions(Map<String, String> environment) {
    this.environment = environment;
  }

  ObjectNode extract(Object parameters) throws InterruptedException {
    var jobs = JobClient.connect("acme", environment); // a tenant's jobs
    var submission = Submission.of("extraction", parameters).under("order-4711"); // idempotency key
    Job job = jobs.submit(submission);
    Job ended = jobs.await(job.id(), Duration.ofMinutes(5));
    return jobs.result(ended.id());
  }
}

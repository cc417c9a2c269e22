package dev.headroom.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobType;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;

/** Does nothing: measures what a job costs. */
final class Noop implements JobType {
  @Override
  public String name() {
    return "noop";
  }

  @Override
  public Outcome run(JobRun run) {
    ObjectNode result = Json.SNAKE_CASE.createObjectNode();
    result.set("note", run.parameters().get("note"));
    return new Outcome.Completed(result);
  }
}

package dev.headroom.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The job types that come with Headroom. Each is described here, and its parameters by {@code
 * types/<name>.json} beside this class; the workers' wiring says what runs it, in a switch that the
 * compiler holds to be complete.
 */
public enum BuiltInJob {
  EXTRACTION(Pool.GENERAL),
  INVOKE(Pool.GENERAL),
  NOOP(Pool.GENERAL),
  SEARCH_REBUILD(Pool.GENERAL);

  private final Pool pool;

  BuiltInJob(Pool pool) {
    this.pool = pool;
  }

  /** Returns what clients write as {@code job_type}. */
  public String typeName() {
    return Json.spelled(this);
  }

  /** Returns the pool whose workers run it, unless the setting JOB_TYPE_POOLS names another. */
  public Pool pool() {
    return pool;
  }

  /** Returns the JSON Schema of its parameters. */
  ObjectNode schema() {
    String resource = "types/" + typeName() + ".json";
    try (var in = BuiltInJob.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("There is no schema at dev/headroom/jobs/" + resource);
      }
      return (ObjectNode) Json.SNAKE_CASE.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

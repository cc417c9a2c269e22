package dev.headroom.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A type of job that is added to Headroom: its description and its work in one class, with a
 * constructor without parameters. It is found by {@link java.util.ServiceLoader}: name the class in
 * {@code META-INF/services/dev.headroom.jobs.JobType} of a jar, and put the jar on the class path,
 * which on AWS means into a layer of the functions JobsApi and Worker.
 */
public interface JobType extends JobWork {
  /** Returns what clients write as {@code job_type}: lower case, words joined by underscores. */
  String name();

  /** Returns the pool whose workers run it, unless the setting JOB_TYPE_POOLS names another. */
  default Pool pool() {
    return Pool.GENERAL;
  }

  /** Returns the options of a job whose client gives none. */
  default JobOptions defaults() {
    return JobOptions.DEFAULT;
  }

  /**
   * Returns the JSON Schema (draft 2020-12) of its parameters, by default the resource {@code
   * <name>.json} beside the class.
   *
   * @throws IllegalStateException when there is no such resource
   */
  default ObjectNode schema() {
    String resource = name() + ".json";
    try (var in = getClass().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "The job type %s has no JSON Schema: there is no resource %s beside %s."
                .formatted(name(), resource, getClass().getName()));
      }
      return (ObjectNode) Json.SNAKE_CASE.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

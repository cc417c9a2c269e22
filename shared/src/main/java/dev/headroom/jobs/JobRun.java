package dev.headroom.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;

/**
 * One attempt at a job, as its {@link JobType} sees it.
 *
 * @param jobId the job
 * @param parameters what the client sent, held against the type's schema
 * @param listener is told how far the work is
 */
public record JobRun(String jobId, ObjectNode parameters, ProgressListener listener) {

  /** Where progress goes. */
  @FunctionalInterface
  public interface ProgressListener {
    void progress(double fraction, String message);
  }

  /**
   * The parameters as a record with camelCase names for their snake_case ones.
   *
   * @throws HeadroomException.Invalid when they do not fit, though the schema allows them
   */
  public <T> T parameters(Class<T> type) {
    try {
      return Json.SNAKE_CASE.treeToValue(parameters, type);
    } catch (JsonProcessingException e) {
      throw new HeadroomException.Invalid(
          "parameters", "cannot be read: " + e.getOriginalMessage());
    }
  }

  /**
   * Says how far the work is. Costs next to nothing: call it as often as there is news.
   *
   * @param fraction 0 to 1
   * @param message what is being done, for people; at most 200 characters are kept
   */
  public void progress(double fraction, String message) {
    listener.progress(fraction, message);
  }
}

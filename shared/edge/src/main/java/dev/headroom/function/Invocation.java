package dev.headroom.function;

import java.time.Duration;
import java.util.Optional;

/** One invocation while it lasts. Its work says what it was about. */
public final class Invocation {
  private final String traceId;
  private final long startedNanos = System.nanoTime();
  private Optional<Subject> subject = Optional.empty();

  Invocation(String traceId) {
    this.traceId = traceId;
  }

  /** The subject of an invocation: a request or a job. */
  public sealed interface Subject {
    /**
     * A request was answered.
     *
     * @param key as in template.yaml, such as {@code GET /health}
     */
    record Route(String key, int status) implements Subject {}

    /** A job was worked on. */
    record Job(String type, String outcome) implements Subject {}
  }

  /**
   * An invocation that has ended.
   *
   * @param failed whether its work threw
   * @param subject empty when the work did not say what it was about
   */
  public record Ended(
      String traceId, Duration duration, boolean failed, Optional<Subject> subject) {}

  /** Says what the invocation is about. */
  public void about(Subject what) {
    subject = Optional.of(what);
  }

  Ended ended(boolean failed) {
    return new Ended(traceId, Duration.ofNanos(System.nanoTime() - startedNanos), failed, subject);
  }
}

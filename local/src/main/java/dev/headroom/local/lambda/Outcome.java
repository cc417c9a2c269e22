package dev.headroom.local.lambda;

/** How an invocation ended. */
public sealed interface Outcome {
  /**
   * The handler returned.
   *
   * @param payload what it returned, as JSON
   */
  record Succeeded(String payload) implements Outcome {}

  /** The handler threw, took too long, or returned too much: what Lambda calls a function error. */
  record Failed(String errorType, String errorMessage) implements Outcome {}

  /**
   * As many invocations run as the function may have at the same time; the handler was not asked.
   */
  record Throttled() implements Outcome {}

  /** The event is larger than Lambda takes; the handler was not asked. */
  record TooLarge() implements Outcome {}
}

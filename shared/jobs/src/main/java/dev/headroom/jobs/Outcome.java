package dev.headroom.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import java.time.Duration;
import java.util.Optional;

/** The outcome of a run, which has ended for now or for good. */
public sealed interface Outcome {
  /**
   * The work is done.
   *
   * @param result what the client gets
   * @param pagedBy the name of the array in the result that is read in pages, if it has one
   */
  record Completed(ObjectNode result, Optional<String> pagedBy) implements Outcome {
    public Completed(ObjectNode result) {
      this(result, Optional.empty());
    }

    public Completed(ObjectNode result, String pagedBy) {
      this(result, Optional.of(pagedBy));
    }
  }

  /**
   * The function's time is nearly up. Another slice of the same attempt continues from here.
   *
   * @param checkpoint what {@link JobRun#checkpoint} returns then
   */
  record Continue(ObjectNode checkpoint) implements Outcome {
    /** Returns the outcome with a record of the type's own as its checkpoint. */
    public static Continue from(Object checkpoint) {
      return new Continue(Json.SNAKE_CASE.valueToTree(checkpoint));
    }
  }

  /**
   * The attempt failed. Another one is made after the delay, if one is left.
   *
   * @param delay 0 to 7 days
   * @param why a plain sentence for the job's owner
   */
  record RetryIn(Duration delay, String why) implements Outcome {}

  /**
   * The work cannot be done, and trying again would not help.
   *
   * @param why a plain sentence for the job's owner
   */
  record Failed(String why) implements Outcome {}
}

package dev.headroom.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** How the work on a job ended. */
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
   * The work cannot be done, and trying again would not help.
   *
   * @param why a plain sentence for the job's owner
   */
  record Failed(String why) implements Outcome {}
}

package dev.headroom.worker.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.JobRehearsal;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordCountTest {
  private static final WordCount.Parameters THREE_TEXTS =
      new WordCount.Parameters(List.of("to be or not to be", "", "that is the question"));

  @Test
  void words_are_counted_however_often_the_job_must_yield() throws Exception {
    var rehearsal = new JobRehearsal(new WordCount()).yieldingAtAsk(2); // one text a slice

    Outcome outcome = rehearsal.run(THREE_TEXTS);

    assertThat(outcome)
        .isEqualTo(new Outcome.Completed(Json.SNAKE_CASE.createObjectNode().put("words", 10L)));
    assertThat(rehearsal.slices()).isEqualTo(3);
    assertThat(rehearsal.progress())
        .extracting(JobRehearsal.Progress::message)
        .containsExactly("6 words so far", "6 words so far", "10 words so far");
  }
}

package dev.headroom.worker.example;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobType;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import java.util.List;

public final class WordCount implements JobType {
  record Parameters(List<String> texts) {}

  record SoFar(int texts, long words) {}

  @Override
  public String name() {
    return "word_count";
  }

  @Override
  public Outcome run(JobRun run) {
    List<String> texts = run.parameters(Parameters.class).texts();
    SoFar soFar = run.checkpoint(SoFar.class).orElse(new SoFar(0, 0));
    while (soFar.texts() < texts.size()) {
      if (run.mustYield()) {
        return Outcome.Continue.from(soFar); // the next slice begins with this checkpoint
      }
      String text = texts.get(soFar.texts());
      long words = text.isBlank() ? 0 : text.strip().split("\\s+").length;
      soFar = new SoFar(soFar.texts() + 1, soFar.words() + words);
      run.progress((double) soFar.texts() / texts.size(), soFar.words() + " words so far");
    }
    ObjectNode result = Json.SNAKE_CASE.createObjectNode().put("words", soFar.words());
    return new Outcome.Completed(result);
  }
}

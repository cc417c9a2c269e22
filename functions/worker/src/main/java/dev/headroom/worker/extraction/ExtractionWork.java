package dev.headroom.worker.extraction;

import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.JobRun;
import dev.headroom.worker.extraction.ExtractionResult.MatchedChunk;
import dev.headroom.worker.extraction.chunking.Chunker;
import dev.headroom.worker.extraction.keywords.KeywordTrie;
import dev.headroom.worker.extraction.keywords.Stems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the two phases of one extraction: all documents are read before the first chunk is scored.
 */
final class ExtractionWork {
  /**
   * The greatest size of a result, which easily fits into a worker's memory. Without it a hostile
   * taxonomy could produce gigabytes.
   */
  private static final long MAX_RESULT_CHARACTERS = 20_000_000;

  /**
   * The share of the time that reading takes, as measured with licence texts and their taxonomy.
   */
  private static final double READING = 0.93;

  /**
   * The lowest score that is reported without a match. One word of a description scores less, and
   * with many categories such noise would be larger than the text.
   */
  private static final double MIN_REPORTED_SCORE = 0.1;

  private final ExtractionParameters parameters;
  private final List<String> documentIds;
  private final JobRun run;

  ExtractionWork(ExtractionParameters parameters, JobRun run) {
    this.parameters = parameters;
    this.documentIds = DocumentIds.of(parameters.documents());
    this.run = run;
  }

  /**
   * Cuts the documents and finds the keywords. How rare each keyword is, is known after the last
   * chunk.
   */
  Corpus read(KeywordTrie keywords, Stems stems) throws IOException, InterruptedException {
    var corpus = new Corpus(keywords.all().size());
    var documents = parameters.documents();
    long characters = parameters.characters();
    long before = 0;
    for (int i = 0; i < documents.size(); i++) {
      String text = documents.get(i).text();
      String message = "Reading document " + (i + 1) + " of " + documents.size();
      int number = 0;
      for (var span : Chunker.chunks(text, parameters.chunkSize())) {
        stopIfAsked();
        number++;
        corpus.add(new Chunk(i, number, span, keywords.in(span.of(text), stems)));
        run.progress(READING * (before + span.end()) / characters, message);
      }
      before += text.length();
      stopIfAsked();
    }
    return corpus;
  }

  ExtractionResult score(Corpus corpus, KeywordTrie keywords) throws InterruptedException {
    var names = parameters.taxonomy().names();
    var selected = parameters.selectedPlaces();
    double minReported = Math.min(MIN_REPORTED_SCORE, parameters.minConfidence());
    var confidence = new Confidence(corpus, keywords, names.size());
    var summary = new Summary(selected.stream().map(names::get).toList());
    var matched = new ArrayList<MatchedChunk>();
    var chunks = corpus.chunks();
    long characters = 0;
    for (int i = 0; i < chunks.size(); i++) {
      stopIfAsked();
      var chunk = chunks.get(i);
      var scores = Scores.of(names, confidence.of(chunk.counts()), selected, minReported);
      var matches = scores.atLeast(parameters.minConfidence());
      if (!matches.ranked().isEmpty()) {
        summary.add(matches);
        matched.add(matchedChunk(chunk, scores, matches));
        characters += chunk.span().end() - chunk.span().start() + scores.characters();
        if (characters > MAX_RESULT_CHARACTERS) {
          throw new HeadroomException.Invalid(
              "parameters",
              "lead to a result of more than %,d characters; select fewer categories, raise min_confidence, or send less text"
                  .formatted(MAX_RESULT_CHARACTERS));
        }
      }
      run.progress(
          READING + (1 - READING) * (i + 1) / chunks.size(),
          "Scored " + (i + 1) + " of " + chunks.size() + " chunks");
    }
    return result(chunks.size(), summary, matched);
  }

  private ExtractionResult result(int chunks, Summary summary, List<MatchedChunk> matched) {
    return new ExtractionResult(
        parameters.documents().size(),
        parameters.characters(),
        chunks,
        matched.size(),
        parameters.taxonomy().name(),
        summary.categories(),
        matched);
  }

  private MatchedChunk matchedChunk(Chunk chunk, Scores scores, Scores matches) {
    var document = parameters.documents().get(chunk.document());
    String id = documentIds.get(chunk.document());
    return new MatchedChunk(
        ChunkIds.of(id, chunk.number()),
        id,
        document.title(),
        chunk.span().of(document.text()),
        chunk.span().start(),
        chunk.span().end(),
        matches.categories(),
        matches.ranked().getFirst().confidence(),
        scores.byCategory(),
        document.createdAt());
  }

  private static void stopIfAsked() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("The job was asked to stop.");
    }
  }
}

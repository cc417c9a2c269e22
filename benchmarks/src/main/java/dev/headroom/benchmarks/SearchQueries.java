package dev.headroom.benchmarks;

import dev.headroom.benchmarks.search.Corpus;
import dev.headroom.benchmarks.search.IndexBytes;
import dev.headroom.benchmarks.search.ProductIndex;
import dev.headroom.benchmarks.search.Question;
import dev.headroom.benchmarks.search.RawIndex;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.search.query.Search;
import dev.headroom.search.query.paging.PageRequest;
import dev.headroom.search.query.suggestions.Suggestions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** What is searched in the index itself, beside raw Lucene over the same chunks. */
final class SearchQueries {
  private static final int SIZE = 50;
  private static final int FAR_PAGE = 20;
  private static final int SUGGESTED = 10;

  private final Search search = new Search();
  private final Suggestions suggestions = new Suggestions();
  private final Corpus corpus;
  private final RawIndex raw;
  private final IndexReaders readers;
  private final Options options;
  private final PrintStream out;
  private final List<Question> questions;

  SearchQueries(
      Corpus corpus, RawIndex raw, ProductIndex product, Options options, PrintStream out) {
    this.corpus = corpus;
    this.raw = raw;
    this.readers = product.readers();
    this.options = options;
    this.out = out;
    this.questions = IntStream.range(0, options.questions()).mapToObj(corpus::question).toList();
  }

  /** Asks the product's index, as a request does: opened, and closed again. */
  private interface Ask<T> {
    T of(IndexView index) throws IOException;
  }

  private <T> T ask(Ask<T> ask) throws IOException {
    try (IndexView index = readers.open(ProductIndex.TENANT)) {
      return ask.of(index);
    }
  }

  void measure(ReportWriter report) throws IOException, ExecutionException, InterruptedException {
    long hits = checked();
    var found = new Comparison<>(out, ByTurns.COLUMNS);
    List<Far> far = far();
    for (int threads : List.of(1, 2)) {
      finding(threads).measure(questions.size(), options, found);
    }
    counting().measure(questions.size(), options, found);
    if (!far.isEmpty()) {
      paging(far).measure(far.size(), options, found);
    }
    suggesting().measure(questions.size(), options, found);
    int segments = ask(index -> IndexBytes.of(index.searcher().getIndexReader())).segments();
    report.section(
        "Searching",
        "%,d chunks of %d characters in %d segments, by hand in %d; %d questions of %,d hits on the mean, %d of which have a page 20."
            .formatted(
                corpus.size(),
                Corpus.CHARACTERS,
                segments,
                raw.searcher().getIndexReader().leaves().size(),
                questions.size(),
                hits,
                far.size()),
        found.measure(0, options.rounds()).table(""));
  }

  /** Both must find as many; returns how many on the mean. */
  private long checked() throws IOException {
    long all = 0;
    for (Question question : questions) {
      int ours = ask(index -> search.count(index.searcher(), question.criteria()));
      int theirs = raw.find(question, 0).total();
      if (ours != theirs) {
        throw new IllegalStateException(
            "%s: %d here, %d by hand".formatted(question, ours, theirs));
      }
      all += ours;
    }
    return all / questions.size();
  }

  private ByTurns finding(int threads) {
    var first = PageRequest.page(0, SIZE);
    return ByTurns.rotating(threads)
        .with("raw: 50 best, exact total", (_, n) -> raw.find(questions.get(n), 0))
        .with("raw, and facets by hand", (_, n) -> raw.findAndCountCategories(questions.get(n)))
        .with(
            "Headroom: total, facets, cursor",
            (_, n) ->
                ask(
                    index ->
                        search.find(index.searcher(), questions.get(n).criteria(), first, false)))
        .with(
            "Headroom: page alone, total known",
            (_, n) ->
                ask(
                    index ->
                        search.page(index.searcher(), questions.get(n).criteria(), first, false)));
  }

  private ByTurns counting() {
    return ByTurns.rotating(1)
        .with("raw: count", (_, n) -> raw.count(questions.get(n)))
        .with(
            "Headroom: count",
            (_, n) -> ask(index -> search.count(index.searcher(), questions.get(n).criteria())));
  }

  /** A question with a page so far out, and the cursor that stands before it. */
  private record Far(Question question, String cursor) {}

  private List<Far> far() throws IOException {
    List<Far> far = new ArrayList<>();
    for (Question question : questions) {
      Optional<String> cursor =
          ask(
              index ->
                  search
                      .page(
                          index.searcher(),
                          question.criteria(),
                          PageRequest.page(FAR_PAGE - 1, SIZE),
                          false)
                      .next());
      cursor.ifPresent(place -> far.add(new Far(question, place)));
    }
    return far;
  }

  private ByTurns paging(List<Far> far) {
    return ByTurns.rotating(1)
        .with("raw: page 20 by offset", (_, n) -> raw.find(far.get(n).question(), FAR_PAGE * SIZE))
        .with(
            "Headroom: page 20 by offset",
            (_, n) -> page(far.get(n), PageRequest.page(FAR_PAGE, SIZE)))
        .with(
            "Headroom: page 20 by cursor",
            (_, n) -> page(far.get(n), PageRequest.after(far.get(n).cursor(), SIZE)));
  }

  private void page(Far far, PageRequest window) throws IOException {
    var _ = ask(index -> search.page(index.searcher(), far.question().criteria(), window, false));
  }

  private ByTurns suggesting() {
    return ByTurns.rotating(1)
        .with(
            "raw: most frequent stems that begin so",
            (_, n) -> raw.suggestions(questions.get(n).begun()))
        .with(
            "Headroom: suggestions",
            (_, n) ->
                ask(
                    index ->
                        suggestions.of(index.searcher(), questions.get(n).begun(), SUGGESTED)));
  }
}

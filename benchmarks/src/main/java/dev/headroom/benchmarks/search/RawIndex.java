package dev.headroom.benchmarks.search;

import dev.headroom.search.Chunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollectorManager;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/** The same chunks in Lucene and nothing else, as one would write it by hand. */
public final class RawIndex implements AutoCloseable {
  /** As the product has it: fewer and larger segments than by Lucene's own default. */
  private static final double BUFFER_MB = 64;

  private static final int PAGE = 50;
  private static final int SUGGESTIONS = 10;
  private static final Set<String> BODY = Set.of("body");

  private final EnglishAnalyzer analyzer = new EnglishAnalyzer();
  private final QueryBuilder words = new QueryBuilder(analyzer);
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  /** Opens what {@link #write} wrote. */
  public RawIndex(Path folder) throws IOException {
    directory = new MMapDirectory(folder);
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
  }

  /** Adds all chunks, and commits. */
  public static void write(Corpus corpus, Path folder) throws IOException {
    var config = new IndexWriterConfig(new EnglishAnalyzer()).setRAMBufferSizeMB(BUFFER_MB);
    try (var directory = new MMapDirectory(folder);
        var writer = new IndexWriter(directory, config)) {
      for (int number = 0; number < corpus.size(); number++) {
        writer.addDocument(document(corpus.chunk(number)));
      }
      writer.commit();
    }
  }

  private static Document document(Chunk chunk) {
    var document = new Document();
    document.add(new StringField("id", chunk.id(), Field.Store.YES));
    document.add(new TextField("text", chunk.text(), Field.Store.NO));
    document.add(new StoredField("body", chunk.text()));
    chunk
        .categories()
        .forEach(name -> document.add(new KeywordField("category", name, Field.Store.NO)));
    document.add(new DoubleField("confidence", chunk.confidence(), Field.Store.NO));
    document.add(new LongField("created", chunk.createdAt().toEpochMilli(), Field.Store.NO));
    return document;
  }

  public IndexSearcher searcher() {
    return searcher;
  }

  /** What was found: how many in all, and some of them read. */
  public record Found(int total, List<String> texts) {}

  private Query query(Question question) {
    return new BooleanQuery.Builder()
        .add(words.createBooleanQuery("text", question.text()), Occur.MUST)
        .add(categories(question), Occur.FILTER)
        .add(DoubleField.newRangeQuery("confidence", question.minConfidence(), 1), Occur.FILTER)
        .add(
            LongField.newRangeQuery(
                "created", question.from().toEpochMilli(), question.to().toEpochMilli()),
            Occur.FILTER)
        .build();
  }

  private static Query categories(Question question) {
    return KeywordField.newSetQuery(
        "category", question.categories().stream().map(BytesRef::new).toList());
  }

  /**
   * The best 50, or those after.
   *
   * @param offset so many are better
   */
  public Found find(Question question, int offset) throws IOException {
    return read(searcher.search(query(question), best(offset)), offset);
  }

  /** The best 50, and how many chunks of all that match have each category. */
  public Map<String, Integer> findAndCountCategories(Question question) throws IOException {
    Object[] found =
        searcher.search(query(question), new MultiCollectorManager(best(0), new CategoryCounts()));
    var _ = read((TopDocs) found[0], 0);
    @SuppressWarnings("unchecked") // what CategoryCounts makes
    var categories = (Map<String, Integer>) found[1];
    return categories;
  }

  /** Counts all that match. */
  private static TopScoreDocCollectorManager best(int offset) {
    return new TopScoreDocCollectorManager(offset + PAGE, Integer.MAX_VALUE);
  }

  private Found read(TopDocs found, int offset) throws IOException {
    var stored = searcher.storedFields();
    List<ScoreDoc> page = List.of(found.scoreDocs).subList(offset, found.scoreDocs.length);
    String[] texts = new String[page.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = stored.document(page.get(i).doc, BODY).get("body");
    }
    return new Found(Math.toIntExact(found.totalHits.value()), List.of(texts));
  }

  public int count(Question question) throws IOException {
    return searcher.count(query(question));
  }

  private record Candidate(String word, int chunks) {}

  /** The most frequent words that begin so. */
  public List<String> suggestions(String begun) throws IOException {
    var best = new PriorityQueue<>(Comparator.comparingInt(Candidate::chunks));
    TermsEnum terms = MultiTerms.getTerms(reader, "text").iterator();
    if (terms.seekCeil(new BytesRef(begun)) == TermsEnum.SeekStatus.END) {
      return List.of();
    }
    String word = terms.term().utf8ToString();
    while (word.startsWith(begun)) {
      best.add(new Candidate(word, terms.docFreq()));
      if (best.size() > SUGGESTIONS) {
        var _ = best.poll();
      }
      BytesRef next = terms.next();
      word = next == null ? "" : next.utf8ToString();
    }
    return best.stream().map(Candidate::word).toList();
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
    analyzer.close();
  }
}

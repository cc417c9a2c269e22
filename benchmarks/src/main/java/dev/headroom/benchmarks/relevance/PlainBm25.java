package dev.headroom.benchmarks.relevance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.QueryBuilder;

/**
 * What there is to be better than: title and text as one field, Lucene's English analyzer (Porter's
 * stemmer), any word of the query will do, BM25 with k1 1.2 and b 0.75. Ties stand in the
 * collection's order.
 */
final class PlainBm25 implements Ranker {
  private static final float K1 = 1.2f;
  private static final float B = 0.75f;
  private static final String ID = "id";
  private static final String TEXT = "text";

  private final Path folder;
  private final EnglishAnalyzer analyzer = new EnglishAnalyzer();
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  private PlainBm25(Path folder, Collection collection) throws IOException {
    this.folder = folder;
    this.directory = FSDirectory.open(folder);
    var similarity = new BM25Similarity(K1, B);
    var config = new IndexWriterConfig(analyzer).setSimilarity(similarity);
    try (var writer = new IndexWriter(directory, config)) {
      collection.documents(document -> writer.addDocument(indexed(document)));
      // One segment, for ties to stand in the order of the documents.
      writer.forceMerge(1);
    }
    this.reader = DirectoryReader.open(directory);
    this.searcher = new IndexSearcher(reader);
    searcher.setSimilarity(similarity);
  }

  /** Indexes a collection in a folder that is deleted at the end. */
  static PlainBm25 open(Collection collection) throws IOException {
    return new PlainBm25(Files.createTempDirectory("bm25"), collection);
  }

  @Override
  public List<String> rank(String query, int depth) throws IOException {
    Optional<Query> parsed =
        Optional.ofNullable(
            new QueryBuilder(analyzer).createBooleanQuery(TEXT, query, BooleanClause.Occur.SHOULD));
    if (parsed.isEmpty()) {
      // Stop words alone.
      return List.of();
    }
    var stored = searcher.storedFields();
    var ids = new ArrayList<String>();
    for (ScoreDoc hit : searcher.search(parsed.get(), depth).scoreDocs) {
      ids.add(stored.document(hit.doc).get(ID));
    }
    return ids;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory, analyzer);
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(PlainBm25::delete);
    }
  }

  private static Document indexed(Collection.Document document) {
    var indexed = new Document();
    indexed.add(new StringField(ID, document.id(), Field.Store.YES));
    String text = document.title() + "\n" + document.text();
    indexed.add(new TextField(TEXT, text, Field.Store.NO));
    return indexed;
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

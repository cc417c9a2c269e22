package dev.headroom.index;

import dev.headroom.search.Chunk;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;

/** The schema of the index: the fields of a chunk and their analysis. */
public final class Schema {
  /**
   * The version of the fields and the analysis. An index of another version is not read, but
   * rebuilt.
   */
  public static final int VERSION = 1;

  /** The chunk's id, by which it is replaced, and which orders hits that are equal otherwise. */
  public static final String ID = "id";

  /** The id of the document to which the chunk belongs. */
  public static final String DOCUMENT = "document";

  /** The stems of title and text, with positions. */
  public static final String TEXT = "text";

  /**
   * The stems of the title again, because a word of the title is more relevant than one of the
   * text.
   */
  public static final String TITLE_TEXT = "title_text";

  /**
   * The words of title and text in lower case, with frequencies. They are used for suggestions and
   * corrections, and to distinguish the forms of a stem.
   */
  public static final String WORDS = "words";

  /** A category of the chunk; it may have several. */
  public static final String CATEGORY = "category";

  /** The confidence in the categories, 0 to 1. */
  public static final String CONFIDENCE = "confidence";

  /** The creation time in milliseconds since 1970. */
  public static final String CREATED = "created";

  // These are stored and not searched.
  private static final String TITLE = "title";
  private static final String BODY = "body";

  /** No field of the index, but the analysis of the plain words of a query: without stop words. */
  public static final String QUESTION = "question";

  private static final FieldType WORDS_TYPE = frequencies(false);
  private static final FieldType TITLE_TEXT_TYPE = frequencies(true);

  private Schema() {}

  private static FieldType frequencies(boolean withLengths) {
    var type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.setOmitNorms(!withLengths);
    type.setTokenized(true);
    type.freeze();
    return type;
  }

  /** Returns the analyzer of all fields with words. */
  public static Analyzer analyzer() {
    return new PerFieldAnalyzerWrapper(stems(true), Map.of(TEXT, stems(false), WORDS, words()));
  }

  /**
   * Returns Lucene's English analysis (Unicode word breaks, no possessives, lower case, no stop
   * words, Porter 1980) with accents removed. Texts keep their stop words, so that "as is" is
   * found.
   */
  private static Analyzer stems(boolean withoutStopWords) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        var words = new StandardTokenizer();
        TokenStream plain = new LowerCaseFilter(new EnglishPossessiveFilter(words));
        TokenStream kept =
            withoutStopWords ? new StopFilter(plain, EnglishAnalyzer.getDefaultStopSet()) : plain;
        return new TokenStreamComponents(words, new PorterStemFilter(new ASCIIFoldingFilter(kept)));
      }
    };
  }

  private static Analyzer words() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        var words = new StandardTokenizer();
        return new TokenStreamComponents(words, new LowerCaseFilter(words));
      }
    };
  }

  /**
   * Returns the NFKC form of a text, as it is analysed in the index and in queries: ligatures,
   * full-width letters and combining accents equal the plain letters.
   */
  public static String normalized(String text) {
    return Normalizer.isNormalized(text, Normalizer.Form.NFKC)
        ? text
        : Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  public static Document document(Chunk chunk) {
    var document = new Document();
    document.add(new StringField(ID, chunk.id(), Field.Store.YES));
    document.add(new SortedDocValuesField(ID, new BytesRef(chunk.id())));
    chunk
        .documentId()
        .ifPresent(id -> document.add(new StringField(DOCUMENT, id, Field.Store.YES)));
    chunk
        .title()
        .ifPresent(
            title -> {
              document.add(new StoredField(TITLE, title));
              document.add(new Field(TITLE_TEXT, normalized(title), TITLE_TEXT_TYPE));
              addWords(document, title);
            });
    document.add(new StoredField(BODY, chunk.text()));
    addWords(document, chunk.text());
    for (String category : chunk.categories()) {
      document.add(new KeywordField(CATEGORY, category, Field.Store.YES));
    }
    document.add(new DoubleField(CONFIDENCE, chunk.confidence(), Field.Store.YES));
    document.add(new LongField(CREATED, chunk.createdAt().toEpochMilli(), Field.Store.YES));
    return document;
  }

  private static void addWords(Document document, String text) {
    String normalized = normalized(text);
    document.add(new TextField(TEXT, normalized, Field.Store.NO));
    document.add(new Field(WORDS, normalized, WORDS_TYPE));
  }

  /** Returns the chunk that is stored in a document. */
  public static Chunk chunk(Document stored) {
    return new Chunk(
        stored.get(ID),
        Optional.ofNullable(stored.get(DOCUMENT)),
        Optional.ofNullable(stored.get(TITLE)),
        stored.get(BODY),
        Arrays.asList(stored.getValues(CATEGORY)),
        number(stored, CONFIDENCE).doubleValue(),
        Instant.ofEpochMilli(number(stored, CREATED).longValue()));
  }

  private static Number number(Document stored, String field) {
    return Optional.ofNullable(stored.getField(field))
        .map(IndexableField::numericValue)
        .orElseThrow(() -> new IllegalStateException("The index has a chunk without " + field));
  }
}

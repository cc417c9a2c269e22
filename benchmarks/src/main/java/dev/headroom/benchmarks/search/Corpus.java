package dev.headroom.benchmarks.search;

import dev.headroom.search.Chunk;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Chunks and questions to them, the same in every run. */
public final class Corpus {
  public static final int CHARACTERS = 800;
  public static final int CATEGORIES = 12;

  private static final long SEED = 20_261_120;
  private static final long QUESTIONS = 1L << 40;
  private static final Instant FIRST = Instant.parse("2025-11-20T00:00:00Z");
  private static final int DAYS = 365;
  private static final int WORDS_A_SENTENCE = 14;
  private static final int CHUNKS_A_DOCUMENT = 10;
  private static final int MAX_CATEGORIES = 3;
  private static final double LEAST_CONFIDENCE = 0.3;

  /** Words that are asked for: neither in every text nor in hardly any. */
  private static final int MOST_FREQUENT = 60;

  private static final int RAREST = 6_000;
  private static final int WORDS_A_QUESTION = 4;
  private static final int LETTERS_BEGUN = 3;

  private final int size;
  private final Vocabulary vocabulary = new Vocabulary(SEED);

  public Corpus(int size) {
    this.size = size;
  }

  public int size() {
    return size;
  }

  /** All chunks, each made when it is asked for. */
  List<Chunk> chunks() {
    return new AbstractList<>() {
      @Override
      public Chunk get(int number) {
        return chunk(number);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  List<String> ids() {
    return IntStream.range(0, size).mapToObj(Corpus::id).toList();
  }

  static String id(int number) {
    return String.format(Locale.ROOT, "chunk_%08d", number);
  }

  /** A chunk of about {@value #CHARACTERS} characters, and of 1 to 3 categories. */
  public Chunk chunk(int number) {
    var random = new SplittableRandom(SEED + number);
    return new Chunk(
        id(number),
        Optional.of("document_" + number / CHUNKS_A_DOCUMENT),
        Optional.empty(),
        text(random),
        List.copyOf(categories(random, 1 + random.nextInt(MAX_CATEGORIES))),
        rounded(LEAST_CONFIDENCE + (1 - LEAST_CONFIDENCE) * random.nextDouble()),
        day(random.nextDouble(DAYS)));
  }

  private String text(RandomGenerator random) {
    var text = new StringBuilder(CHARACTERS + 20);
    for (int words = 1; text.length() < CHARACTERS; words++) {
      text.append(vocabulary.any(random)).append(words % WORDS_A_SENTENCE == 0 ? ". " : " ");
    }
    return text.toString();
  }

  /** The first comes four times as often as one in the middle. */
  private static Set<String> categories(RandomGenerator random, int wanted) {
    Set<String> categories = new TreeSet<>();
    while (categories.size() < wanted) {
      int number = (int) Math.floor(CATEGORIES * Math.pow(random.nextDouble(), 2));
      categories.add(String.format(Locale.ROOT, "category %02d", number));
    }
    return categories;
  }

  private static double rounded(double number) {
    return Math.round(number * 1_000) / 1_000.0;
  }

  private static Instant day(double days) {
    return FIRST.plus(Duration.ofMillis(Math.round(days * Duration.ofDays(1).toMillis())));
  }

  /** A question with four words, two categories, a least confidence and some months. */
  public Question question(int number) {
    var random = new SplittableRandom(SEED + QUESTIONS + number);
    var text = new StringBuilder();
    for (int word = 0; word < WORDS_A_QUESTION; word++) {
      double spread = Math.pow((double) RAREST / MOST_FREQUENT, random.nextDouble());
      text.append(vocabulary.word((int) (MOST_FREQUENT * spread))).append(' ');
    }
    double from = random.nextDouble(DAYS / 2.0);
    String words = text.toString().strip();
    return new Question(
        words,
        List.copyOf(categories(random, 2)),
        rounded(LEAST_CONFIDENCE + random.nextDouble() / 3),
        day(from),
        day(from + DAYS / 4.0 + random.nextDouble(DAYS / 4.0)),
        words.substring(0, LETTERS_BEGUN));
  }
}

package dev.headroom.benchmarks;

import dev.headroom.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code mvn -Pbenchmark} is told by {@code -D}.
 *
 * @param jobs in each round of each rate, 100 to 100,000
 * @param quick whether a trial run in a minute is wanted: fewer of everything, and figures that say
 *     nothing
 * @param only the parts that are measured
 * @param collection the folder of test collections; there if relevance is measured
 */
record Options(int jobs, boolean quick, Set<Part> only, Optional<Path> collection) {
  Options {
    only = Set.copyOf(only);
    if (only.contains(Part.RELEVANCE) && collection.isEmpty()) {
      throw new Wrong("-Donly=relevance wants -Dcollection=FOLDER, with corpus.jsonl in it.");
    }
  }

  /** What is measured on the same grounds, and told in one file. */
  enum Report {
    JOBS,
    CACHE,
    SEARCH,
    CLEANUP,
    RELEVANCE;

    /** All that belongs to it. */
    Set<Part> parts() {
      return Arrays.stream(Part.values())
          .filter(part -> part.report == this)
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
    }
  }

  /** What can be measured by itself. */
  enum Part {
    THROUGHPUT(Report.JOBS),
    SUBMIT(Report.JOBS),
    DRAIN(Report.JOBS),
    PRIORITIES(Report.JOBS),
    FAIRNESS(Report.JOBS),
    READS(Report.JOBS),
    CACHE_LOCAL(Report.CACHE),
    CACHE_REMOTE(Report.CACHE),
    CACHE_BATCH(Report.CACHE),
    CACHE_WRITE(Report.CACHE),
    CACHE_INVALIDATION(Report.CACHE),
    CACHE_HTTP(Report.CACHE),
    SEARCH_QUERY(Report.SEARCH),
    SEARCH_HTTP(Report.SEARCH),
    SEARCH_BULK(Report.SEARCH),
    SEARCH_COLD(Report.SEARCH),
    CLEANUP_RATES(Report.CLEANUP),
    CLEANUP_KEPT(Report.CLEANUP),
    /** Only when it is asked for: the collections lie outside the repository. */
    RELEVANCE(Report.RELEVANCE);

    private final Report report;

    Part(Report report) {
      this.report = report;
    }
  }

  /** An option that cannot be followed; the message says what can. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  static Options of(Properties properties) {
    boolean quick = properties.getProperty("quick", "false").equals("true");
    return new Options(
        number(properties, "jobs", quick ? 200 : 2_000),
        quick,
        only(properties),
        text(properties, "collection").map(Path::of));
  }

  /** Returns how so much of a report is asked for. */
  String command(Report report) {
    Set<Part> parts = EnumSet.copyOf(report.parts());
    String which =
        only.containsAll(parts)
            ? spelled(report)
            : parts.stream()
                .filter(only::contains)
                .map(Options::spelled)
                .collect(Collectors.joining(","));
    String rate = report == Report.JOBS ? " -Djobs=%d".formatted(jobs) : "";
    return "mvn -Pbenchmark -Donly=%s%s%s".formatted(which, rate, quick ? " -Dquick" : "");
  }

  /** Whether the run measures something of a report. */
  boolean has(Report report) {
    return only.stream().anyMatch(report.parts()::contains);
  }

  /** Whether the run measures all of a report, at its full length. */
  boolean isWhole(Report report) {
    return !quick && only.containsAll(report.parts());
  }

  /** Rounds of floor and system by turns. */
  int rounds() {
    return of(3, 1);
  }

  /** Until nearly all is compiled: on two cores engines, gateway and functions take a minute. */
  Duration warmUp() {
    return Duration.ofSeconds(of(60, 3));
  }

  /** Until nearly all is compiled of what is done in one process and by itself. */
  Duration shortWarmUp() {
    return Duration.ofSeconds(of(6, 1));
  }

  /** Jobs that wait while others are to overtake them. */
  int backlog() {
    return of(10_000, 500);
  }

  /** Jobs that are submitted one at a time, whose waiting is measured. */
  int singles() {
    return of(1_000, 30);
  }

  /** Requests of each kind of read. */
  int reads() {
    return of(4_000, 200);
  }

  /** Chunks of the index that is searched. */
  int chunks() {
    return of(200_000, 20_000);
  }

  /** Different questions that it is asked. */
  int questions() {
    return of(400, 50);
  }

  /** Chunks that are inserted, in requests of a thousand. */
  int inserts() {
    return of(5_000, 2_000);
  }

  /** Chunks that are inserted one at a time, whose way into the index is measured. */
  int singleInserts() {
    return of(30, 5);
  }

  /** Things of each kind that are removed in each round, of each way. */
  int removals() {
    return of(2_000, 300);
  }

  /** How many younger things are kept beside those that are removed. */
  List<Integer> kept() {
    return quick ? List.of(0, 1_000) : List.of(0, 10_000, 50_000);
  }

  private int of(int usual, int quickly) {
    return quick ? quickly : usual;
  }

  private static Set<Part> only(Properties properties) {
    String text = properties.getProperty("only", "").strip();
    if (text.isEmpty()) {
      return EnumSet.complementOf(EnumSet.of(Part.RELEVANCE));
    }
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (String name : text.split(",", -1)) {
      parts.addAll(named(name.strip().toLowerCase(Locale.ROOT)));
    }
    return parts;
  }

  private static Set<Part> named(String name) {
    for (Report report : Report.values()) {
      if (spelled(report).equals(name)) {
        return report.parts();
      }
    }
    for (Part part : Part.values()) {
      if (spelled(part).equals(name)) {
        return EnumSet.of(part);
      }
    }
    throw new Wrong(
        "-Donly must be some of %s; got \"%s\"."
            .formatted(
                Stream.<Enum<?>[]>of(Report.values(), Part.values())
                    .flatMap(Arrays::stream)
                    .map(Options::spelled)
                    .toList(),
                name));
  }

  static String spelled(Enum<?> name) {
    return Json.spelled(name).replace('_', '-');
  }

  private static Optional<String> text(Properties properties, String name) {
    return Optional.of(properties.getProperty(name, "").strip()).filter(text -> !text.isEmpty());
  }

  private static int number(Properties properties, String name, int otherwise) {
    String text = properties.getProperty(name, "").strip();
    try {
      int number = text.isEmpty() ? otherwise : Integer.parseInt(text);
      if (number >= 100 && number <= 100_000) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new Wrong("-D%s must be from 100 to 100,000; got \"%s\".".formatted(name, text));
  }
}

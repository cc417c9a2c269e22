package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Harness.Score;
import dev.headroom.benchmarks.Options.Part;
import dev.headroom.benchmarks.Options.Report;
import dev.headroom.benchmarks.cache.CachePeers;
import dev.headroom.benchmarks.cache.CachePeers.Subject;
import dev.headroom.benchmarks.cache.Operations;
import dev.headroom.benchmarks.cache.Samples;
import dev.headroom.local.engine.RedisEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** What the cache costs: beside the libraries that it is made of, and beside its peers. */
final class CacheBenchmark {
  private static final int MANY_THREADS = 8;
  private static final String NO_PEERS =
      "The peers (JetCache, Redisson, Spring) were not built: `mvn -Pbenchmark,peers` has them.";

  private final Options options;
  private final PrintStream out;
  private final Optional<CachePeers> peers = CachePeers.find();
  private final ReportWriter report;

  CacheBenchmark(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.report = new ReportWriter(Report.CACHE, "What the cache costs", options, out);
  }

  /** Measures, and returns what was found in Markdown. */
  String run() throws IOException, InterruptedException, ExecutionException {
    report.words(peers.isEmpty() ? NO_PEERS : "Peers run in the first round only.");
    try (var redis = RedisEngine.start(Optional.empty(), Duration.ofSeconds(1))) {
      measure(new Harness(redis.uri(), options));
      if (options.only().contains(Part.CACHE_INVALIDATION)) {
        var sweeps = new CacheSweeps(redis.uri(), out, options.quick() ? 1 : 5);
        report.paragraph(
            "A thousand entries of the same tag or prefix, by what each cache offers for it.",
            sweeps.measure(peers));
      }
    }
    if (report.begins(Part.CACHE_HTTP)) {
      try (var rig = Rig.start()) {
        new HttpReads(options, out).entry(rig.client(), report);
      }
    }
    return report.end();
  }

  private void measure(Harness harness)
      throws IOException, InterruptedException, ExecutionException {
    if (report.begins(Part.CACHE_LOCAL)) {
      var found = comparison(1);
      for (int threads : List.of(1, 2)) {
        floor(found, harness, "Caffeine, bounded, expiring, counting", "equippedLocalHit", threads)
            .with("Headroom", way(harness, "headroomLocalHit", threads))
            .with("Caffeine, barest", way(harness, "barestLocalHit", threads));
        if (threads == 1) {
          addPeers(found, harness, Subject.LOCAL_HIT);
        }
      }
      section("A hit in memory", found);
    }
    if (report.begins(Part.CACHE_REMOTE)) {
      var found = comparison(1);
      for (int threads : List.of(1, MANY_THREADS)) {
        floor(found, harness, "Lettuce: GET", "lettuceRemoteHit", threads)
            .with("Headroom, strict", way(harness, "headroomRemoteHit", threads));
        if (threads == 1) {
          addPeers(found, harness, Subject.REMOTE_HIT);
        }
      }
      floor(found, harness, "Lettuce: GET and SETEX", "lettuceMiss", 1)
          .with("Headroom: getOrLoad of what nobody has", way(harness, "headroomMiss", 1));
      section("A hit in Redis, and a miss", found);
    }
    if (report.begins(Part.CACHE_BATCH)) {
      var found =
          floor(comparison(Samples.BATCH), harness, "Lettuce: MGET", "lettuceBatch", 1)
              .with("Headroom, strict: getAll", way(harness, "headroomBatch", 1))
              .with("Headroom, strict: get, one by one", way(harness, "headroomOneByOne", 1));
      section(Samples.BATCH + " at once", addPeers(found, harness, Subject.BATCH));
    }
    if (report.begins(Part.CACHE_WRITE)) {
      var found =
          floor(comparison(1), harness, "Lettuce: SETEX", "lettuceWrite", 1)
              .with("Headroom: put", way(harness, "headroomWrite", 1));
      section("Putting", addPeers(found, harness, Subject.WRITE));
    }
    if (report.begins(Part.CACHE_INVALIDATION)) {
      section(
          "Invalidating",
          floor(comparison(1), harness, "Lettuce: SET", "lettuceInvalidation", 1)
              .with("Headroom: invalidateTags", way(harness, "headroomInvalidation", 1)));
    }
  }

  /** Compares what is told for each of so many keys of an operation. */
  private Comparison<Score> comparison(int keys) {
    return new Comparison<>(
        out,
        List.of(
            Column.median("ns", "%,.1f", score -> score.nanos() / keys),
            Column.ofFloor("of the floor", Score::nanos),
            Column.rangeOfFloor(Score::nanos),
            Column.median("CPU ns", "%,.1f", score -> score.cpu() / keys),
            Column.ofFloor("of the floor", Score::cpu),
            Column.median("B alloc.", "%,.1f", score -> score.bytes() / keys)));
  }

  private static Comparison<Score> floor(
      Comparison<Score> found, Harness harness, String label, String method, int threads) {
    return found.floor(label, threads, way(harness, method, threads));
  }

  private static Comparison.Way<Score> way(Harness harness, String method, int threads) {
    return _ -> harness.run(Operations.class, method, threads);
  }

  private Comparison<Score> addPeers(Comparison<Score> found, Harness harness, Subject subject) {
    peers.ifPresent(
        all ->
            all.in(subject)
                .forEach(
                    peer ->
                        found.withPeer(
                            peer.label(), _ -> harness.run(all.benchmarks(), peer.method(), 1))));
    return found;
  }

  private void section(String heading, Comparison<Score> found)
      throws IOException, InterruptedException, ExecutionException {
    report.section(
        heading,
        "%d rounds; values of %,d bytes.".formatted(options.rounds(), Samples.VALUE_BYTES),
        found.measure(0, options.rounds()).table(""));
  }
}

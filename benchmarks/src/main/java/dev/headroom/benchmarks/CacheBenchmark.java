package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Options.Part;
import dev.headroom.benchmarks.cache.Batches;
import dev.headroom.benchmarks.cache.Invalidations;
import dev.headroom.benchmarks.cache.LocalHits;
import dev.headroom.benchmarks.cache.Misses;
import dev.headroom.benchmarks.cache.RemoteHits;
import dev.headroom.benchmarks.cache.Samples;
import dev.headroom.benchmarks.cache.Writes;
import dev.headroom.local.engine.RedisEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** What the cache costs: beside the libraries that it is made of, and beside its peers. */
final class CacheBenchmark {
  private static final int MANY_THREADS = 8;

  private final Options options;
  private final PrintStream out;
  private final StringBuilder report = new StringBuilder();

  CacheBenchmark(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Measures, and says what was found in Markdown. */
  String run() throws IOException, InterruptedException, ExecutionException {
    report.append(head());
    try (var redis = RedisEngine.start(Optional.empty(), Duration.ofSeconds(1))) {
      var harness = new Harness(redis.uri(), options);
      measure(harness);
      if (begins(Part.CACHE_INVALIDATION)) {
        invalidation(harness, redis);
      }
      if (begins(Part.CACHE_CALLS)) {
        report.append(CacheCalls.measure(redis.uri()).markdown());
      }
    }
    if (begins(Part.CACHE_HTTP)) {
      try (var rig = Rig.start()) {
        report.append(CacheReads.measure(rig.client(), options.reads()).markdown());
      }
    }
    report.append("Load when it ended: %.1f.\n".formatted(Machine.load()));
    return report.toString();
  }

  private void measure(Harness harness) throws ExecutionException {
    if (begins(Part.CACHE_LOCAL)) {
      local(harness);
    }
    if (begins(Part.CACHE_REMOTE)) {
      remote(harness);
    }
    if (begins(Part.CACHE_BATCH)) {
      batch(harness);
    }
    if (begins(Part.CACHE_WRITE)) {
      write(harness);
    }
  }

  private void local(Harness harness) throws ExecutionException {
    section(
        harness,
        """
        ## A hit in memory

        Against Caffeine's `getIfPresent`: bounded by bytes, with a time to live, and counting, since
        a cache needs these; and the barest that is bounded at all. Ours tells after each look
        whether what it found may still be served, and once a second (Δ) asks Redis.

        """,
        new Comparison(LocalHits.class, 1)
            .with("Caffeine, bounded by bytes, expiring, counting", "equipped", 1)
            .with("Headroom", "headroom", 1)
            .with("Caffeine, barest", "barest", 1)
            .withPeer("JetCache", "jetCache")
            .withPeer("Redisson", "redisson")
            .withPeer("Spring on Caffeine", "spring")
            .with("Caffeine, bounded by bytes, expiring, counting", "equipped", 2)
            .with("Headroom", "headroom", 2)
            .with("Caffeine, barest", "barest", 2));
  }

  private void remote(Harness harness) throws ExecutionException {
    section(
        harness,
        """
        ## A hit in Redis

        Against Lettuce's `GET` of the same 1 KB over a connection of its own. Ours is a strict read:
        in the one call it reads the three versions as well that the entry depends on, its namespace's,
        a prefix's and a tag's, so that what was invalidated is never served. The peers' have none to
        read.

        """,
        new Comparison(RemoteHits.class, 1)
            .with("Lettuce: GET", "lettuce", 1)
            .with("Headroom, strict", "headroom", 1)
            .withPeer("JetCache", "jetCache")
            .withPeer("Redisson", "redisson")
            .withPeer("Spring on Redis", "spring")
            .with("Lettuce: GET", "lettuce", MANY_THREADS)
            .with("Headroom, strict", "headroom", MANY_THREADS));
    section(
        harness,
        """
        What nobody has, and what takes no time to load: `getOrLoad` reads, claims the right to load
        in the whole fleet, and stores. Beside it, what has no such right: a `GET`, and a `SETEX`.

        """,
        new Comparison(Misses.class, 1)
            .with("Lettuce: GET and SETEX", "lettuce", 1)
            .with("Headroom: getOrLoad", "headroom", 1));
  }

  private void batch(Harness harness) throws ExecutionException {
    section(
        harness,
        """
        ## %d at once

        Each with a tag of its own; told for each key. Spring's cache has no such call.

        """
            .formatted(Samples.BATCH),
        new Comparison(Batches.class, Samples.BATCH)
            .with("Lettuce: MGET", "lettuce", 1)
            .with("Headroom, strict: getAll", "headroom", 1)
            .with("Headroom, strict: get, one by one", "oneByOne", 1)
            .withPeer("JetCache: getAll", "jetCache")
            .withPeer("Redisson: getAll", "redisson"));
  }

  private void write(Harness harness) throws ExecutionException {
    section(
        harness,
        """
        ## Putting

        Against `SETEX` of the same bytes. Ours runs a script, which reads the versions that the entry
        will depend on, stores it with them, and takes the lease from whoever is loading it. All wait
        until Redis has it; left to themselves, JetCache and Spring do not.

        """,
        new Comparison(Writes.class, 1)
            .with("Lettuce: SETEX", "lettuce", 1)
            .with("Headroom: put", "headroom", 1)
            .withPeer("JetCache: put in both tiers", "jetCache")
            .withPeer("Redisson: fastPut", "redisson")
            .withPeer("Spring on Redis: put", "spring"));
  }

  private void invalidation(Harness harness, RedisEngine redis) throws ExecutionException {
    section(
        harness,
        """
        ## Invalidating

        By a tag, whatever has it, against one `SET`:

        """,
        new Comparison(Invalidations.class, 1)
            .with("Lettuce: SET", "lettuce", 1)
            .with("Headroom: invalidateTags", "headroom", 1));
    report.append(CacheSweeps.measure(redis.uri(), options.quick() ? 1 : 5).markdown());
  }

  private void section(Harness harness, String text, Comparison comparison)
      throws ExecutionException {
    report.append(text).append(comparison.measure(harness, options.rounds(), out));
  }

  private boolean begins(Part part) {
    boolean wanted = options.only().contains(part);
    if (wanted) {
      out.printf("%tT %s%n", Instant.now().atZone(ZoneId.systemDefault()), part);
    }
    return wanted;
  }

  private String head() {
    return """
        # What the cache costs

        Measured %s by `%s`
        on %s;
        load before it began: %.1f.

        All values have %,d bytes. Redis and its clients share these cores: the absolute figures say
        what this machine does, and no more. Ratios travel. A figure is the mean of a JMH run in a process
        of its own; the runs of a table are by turns, in %d rounds, and medians are told. Ratios are to
        the first line of as many threads, taken in each round. Peers run in the first round only: they
        show where we stand, and their ratios have the noise of one run. Names and keys
        are made beforehand. *CPU* and *B alloc.* are the whole process's for each operation, the
        client's own threads and the compiler included: what else the machine does shifts the former
        far less than the time.

        """
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            options.cacheCommand(),
            Machine.here(),
            Machine.load(),
            Samples.VALUE_BYTES,
            options.rounds());
  }
}

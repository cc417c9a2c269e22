package dev.headroom.benchmarks;

import dev.headroom.benchmarks.cache.CpuTime;
import dev.headroom.benchmarks.cache.Samples;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH run a benchmark, in a process of its own. */
final class Harness {
  private static final String BYTES = "gc.alloc.rate.norm";

  private final URI redis;
  private final int iterations;
  private final TimeValue iteration;

  Harness(URI redis, Options options) {
    this.redis = redis;
    this.iterations = options.quick() ? 2 : 3;
    this.iteration = TimeValue.milliseconds(options.quick() ? 200 : 400);
  }

  /**
   * What one operation took.
   *
   * @param nanos on the mean, as its caller sees it
   * @param cpu nanoseconds of processor time of its process, on whichever thread
   * @param bytes that were allocated in its process, by whichever thread
   */
  record Score(double nanos, double cpu, double bytes) {}

  /**
   * Runs a benchmark.
   *
   * @throws ExecutionException when it failed
   */
  Score run(Class<?> benchmarks, String method, int threads) throws ExecutionException {
    var options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmarks.getName() + "." + method) + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .threads(threads)
            .forks(1)
            .warmupIterations(iterations)
            .warmupTime(iteration)
            .measurementIterations(iterations)
            .measurementTime(iteration)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTime.class)
            .jvmArgsAppend("-D" + Samples.REDIS + "=" + redis)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      RunResult result = new Runner(options).runSingle();
      return new Score(
          result.getPrimaryResult().getScore(),
          secondary(result, CpuTime.LABEL),
          secondary(result, BYTES));
    } catch (RunnerException e) {
      throw new ExecutionException("%s.%s".formatted(benchmarks.getSimpleName(), method), e);
    }
  }

  private static double secondary(RunResult result, String label) {
    return Objects.requireNonNull(result.getSecondaryResults().get(label), label).getScore();
  }
}

package dev.headroom.cleanup.api;

import dev.headroom.cleanup.CleanupBackend;
import dev.headroom.cleanup.advice.Advice;
import dev.headroom.cleanup.advice.Observations;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import java.util.List;
import java.util.Objects;

/** The endpoint of advice on schedules. */
final class AdviceEndpoints {
  /** How many of the latest runs the advice is made from. */
  private static final int RUNS = 2_000;

  private static final double BYTES_PER_MB = 1_000_000;

  private final CleanupBackend backend;

  AdviceEndpoints(CleanupBackend backend) {
    this.backend = backend;
  }

  /**
   * The advice as the API shows it.
   *
   * @param recommendations one sentence or two for each of the details, in the same order
   * @param estimatedSavings the sums over the details
   * @param runsConsidered how many runs the advice is made from
   */
  record View(
      List<String> recommendations,
      Savings estimatedSavings,
      List<Advice> details,
      int runsConsidered) {}

  /**
   * What following all of the advice would save; below 0 when it would cost more than it saves. The
   * figures are rounded, since clients read them as integers; the details are exact.
   *
   * @param storageMb how much less would be stored on average, in millions of bytes
   * @param processingTimeSeconds how much less time would be worked in 30 days
   */
  record Savings(long storageMb, long processingTimeSeconds) {}

  Response optimize(Request request) {
    String tenant = request.caller().tenant();
    var seen =
        Observations.of(
            backend.schedules().all(tenant),
            backend.schedules().usualTargets(),
            backend.history().latest(tenant, RUNS));
    List<Advice> details = Advice.of(seen);
    return Response.ok(
        new View(
            details.stream().map(Advice::recommendation).toList(),
            savings(details),
            details,
            seen.runs().size()));
  }

  private static Savings savings(List<Advice> details) {
    long bytes =
        details.stream()
            .map(Advice::storageBytes)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .sum();
    double seconds =
        details.stream()
            .map(Advice::processingSeconds)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sum();
    return new Savings(Math.round(bytes / BYTES_PER_MB), Math.round(seconds));
  }
}

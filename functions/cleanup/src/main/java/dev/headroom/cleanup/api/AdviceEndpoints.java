package dev.headroom.cleanup.api;

import dev.headroom.cleanup.CleanupBackend;
import dev.headroom.cleanup.advice.Advice;
import dev.headroom.cleanup.advice.Observations;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import java.util.List;
import java.util.Objects;

/** Says what could be done better. */
final class AdviceEndpoints {
  /** So many runs are looked at, the latest. */
  private static final int RUNS = 2_000;

  private static final double BYTES_PER_MB = 1_000_000;

  private final CleanupBackend backend;

  AdviceEndpoints(CleanupBackend backend) {
    this.backend = backend;
  }

  /**
   * What is advised, as it is shown.
   *
   * @param recommendations sentences, one for each of the details, in their order
   * @param estimatedSavings the sum over the details
   * @param runsConsidered how many runs it is made of
   */
  record View(
      List<String> recommendations,
      Savings estimatedSavings,
      List<Advice> details,
      int runsConsidered) {}

  /**
   * What could be saved, when all of it is followed; below 0 when that costs more than it saves.
   * Rounded: clients read it as integers, and the details are exact.
   *
   * @param storageMb millions of bytes that would lie about no longer, on the average
   * @param processingTimeSeconds of 30 days
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

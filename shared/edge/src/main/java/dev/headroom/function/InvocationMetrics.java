package dev.headroom.function;

import java.util.Map;
import java.util.function.Consumer;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsBuilder;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * Writes the metrics of each invocation as a line of the embedded metric format, which CloudWatch
 * reads from the log.
 */
final class InvocationMetrics implements InvocationObserver {
  private final Metrics metrics;
  private final String function;

  /**
   * Metrics of one function.
   *
   * @param environment the function's environment variables
   */
  InvocationMetrics(Map<String, String> environment) {
    this.function = environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "headroom");
    this.metrics =
        MetricsBuilder.builder()
            .withNamespace(environment.getOrDefault("POWERTOOLS_METRICS_NAMESPACE", "Headroom"))
            .withService(environment.getOrDefault("POWERTOOLS_SERVICE_NAME", "headroom"))
            .build();
  }

  @Override
  public void ended(Invocation.Ended invocation) {
    invocation.subject().ifPresent(subject -> write(invocation, subject));
  }

  private void write(Invocation.Ended invocation, Invocation.Subject subject) {
    double millis = invocation.duration().toNanos() / 1e6;
    switch (subject) {
      case Invocation.Subject.Route(String key, int status) ->
          // The sample count of the latency is the number of requests.
          write(
              invocation,
              // CloudWatch takes no white space in a dimension.
              DimensionSet.of("Function", function, "Route", key.replace(' ', ':')),
              metric -> {
                metric.addMetric("ClientErrors", status / 100 == 4 ? 1 : 0, MetricUnit.COUNT);
                metric.addMetric("ServerErrors", status / 100 == 5 ? 1 : 0, MetricUnit.COUNT);
                metric.addMetric("Latency", millis, MetricUnit.MILLISECONDS);
              });
      case Invocation.Subject.Job(String type, String outcome) ->
          write(
              invocation,
              DimensionSet.of("Function", function, "JobType", type, "Outcome", outcome),
              metric -> metric.addMetric("JobDuration", millis, MetricUnit.MILLISECONDS));
    }
  }

  private void write(Invocation.Ended invocation, DimensionSet dimensions, Consumer<Metrics> fill) {
    metrics.flushMetrics(
        metric -> {
          metric.addDimension(dimensions);
          metric.addMetadata("trace_id", invocation.traceId());
          fill.accept(metric);
        });
  }
}

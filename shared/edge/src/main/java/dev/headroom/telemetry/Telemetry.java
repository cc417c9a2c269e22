package dev.headroom.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsBuilder;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * Log lines and metrics of one function, by Powertools. Every log line of an invocation carries its
 * trace id; metrics are lines of the embedded metric format, which CloudWatch reads from the log.
 */
public final class Telemetry {
  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

  private final Metrics metrics;
  private final String service;

  /**
   * @param environment the function's environment variables
   */
  public Telemetry(Map<String, String> environment) {
    this.service = environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "headroom");
    this.metrics =
        MetricsBuilder.builder()
            .withNamespace(environment.getOrDefault("POWERTOOLS_METRICS_NAMESPACE", "Headroom"))
            .withService(environment.getOrDefault("POWERTOOLS_SERVICE_NAME", "headroom"))
            .build();
  }

  /** Does the work of one invocation with its log lines marked, and tells how it went. */
  public <T> T observe(Context context, String traceId, Function<Invocation, T> work) {
    return PowertoolsLogging.withLogging(
        context,
        () -> {
          MDC.put("trace_id", traceId);
          try {
            return work.apply(new Invocation(traceId, System.nanoTime()));
          } finally {
            MDC.remove("trace_id");
          }
        });
  }

  /** What one invocation tells. */
  public final class Invocation {
    private final String traceId;
    private final long startedNanos;

    private Invocation(String traceId, long startedNanos) {
      this.traceId = traceId;
      this.startedNanos = startedNanos;
    }

    /** An HTTP request was answered; how many there were is the sample count of the latency. */
    public void route(String routeKey, int status) {
      emit(
          // CloudWatch takes no white space in a dimension.
          DimensionSet.of("Function", service, "Route", routeKey.replace(' ', ':')),
          metric -> {
            metric.addMetric("ClientErrors", status / 100 == 4 ? 1 : 0, MetricUnit.COUNT);
            metric.addMetric("ServerErrors", status / 100 == 5 ? 1 : 0, MetricUnit.COUNT);
            metric.addMetric("Latency", millis(), MetricUnit.MILLISECONDS);
          });
    }

    /** A job was worked on. */
    public void job(String type, String outcome) {
      emit(
          DimensionSet.of("Function", service, "JobType", type, "Outcome", outcome),
          metric -> metric.addMetric("JobDuration", millis(), MetricUnit.MILLISECONDS));
    }

    private double millis() {
      return (System.nanoTime() - startedNanos) / 1e6;
    }

    private void emit(DimensionSet dimensions, Consumer<Metrics> fill) {
      try {
        metrics.flushMetrics(
            metric -> {
              metric.addDimension(dimensions);
              metric.addMetadata("trace_id", traceId);
              fill.accept(metric);
            });
      } catch (RuntimeException e) {
        LOG.error("Metrics were not written", e); // which is no reason to fail what they are about
      }
    }
  }
}

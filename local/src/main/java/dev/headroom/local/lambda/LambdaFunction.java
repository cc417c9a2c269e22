package dev.headroom.local.lambda;

import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.FunctionSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;

/**
 * A function of the template: one handler object that takes invocations at the same time, as an
 * execution environment of Lambda Managed Instances does. (Lambda's other kind makes an object for
 * each concurrent invocation; a handler that is right under this one is right under both.)
 */
public final class LambdaFunction implements AutoCloseable {
  /** What Lambda takes and gives in one synchronous invocation, in bytes. */
  public static final int MAX_PAYLOAD = 6 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(LambdaFunction.class);

  private final FunctionSpec spec;
  private final Handler handler;

  /** One for each invocation that may run at the same time, if there is a bound. */
  private final Optional<Semaphore> slots;

  /**
   * Platform threads: the scheduler of virtual ones would let computing handlers starve the rest.
   */
  private final ExecutorService threads;

  private LambdaFunction(FunctionSpec spec, Handler handler) {
    this.spec = spec;
    this.handler = handler;
    this.slots = spec.concurrency().map(Semaphore::new);
    this.threads =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name(spec.id() + "-", 0).factory());
  }

  /**
   * Loads the handler from the class path, and constructs it.
   *
   * @throws CannotStart with a sentence that names the function and the handler
   */
  public static LambdaFunction load(FunctionSpec spec, Map<String, String> environment) {
    // The metrics library looks around for where it runs; this stands for Lambda, so it prints
    // them.
    EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
    return new LambdaFunction(spec, new HandlerLoader(spec).load(environment));
  }

  public Duration timeout() {
    return spec.timeout();
  }

  /** Invokes the handler for a caller that has no trace of its own. */
  public CompletableFuture<Outcome> invoke(byte[] event) {
    return invoke(event, TraceId.next(Instant.now()));
  }

  /**
   * Invokes the handler. The result never completes exceptionally, and not later than the
   * function's timeout, at which the handler is interrupted.
   *
   * @param event JSON
   * @param traceId such as {@code 1-67891233-abcdef012345678912345678}
   */
  public CompletableFuture<Outcome> invoke(byte[] event, String traceId) {
    if (event.length > MAX_PAYLOAD) {
      return CompletableFuture.completedFuture(new Outcome.TooLarge());
    }
    if (slots.isPresent() && !slots.get().tryAcquire()) {
      LOG.warn("{} is throttled: it runs {} times already", spec.id(), spec.concurrency().get());
      return CompletableFuture.completedFuture(new Outcome.Throttled());
    }
    String requestId = UUID.randomUUID().toString();
    long deadline = System.nanoTime() + spec.timeout().toNanos();
    var context = new InvocationContext(spec, requestId, traceId, deadline);
    var outcome = new CompletableFuture<Outcome>();
    Future<?> running = threads.submit(() -> outcome.complete(run(event, context)));
    Outcome tooLate = timedOut(requestId);
    return outcome
        .completeOnTimeout(tooLate, spec.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (result, _) -> {
              slots.ifPresent(Semaphore::release);
              if (result.equals(tooLate)) {
                running.cancel(true);
              }
            });
  }

  private Outcome run(byte[] event, InvocationContext context) {
    var answer = new ByteArrayOutputStream();
    try {
      handler.handle(new ByteArrayInputStream(event), answer, context);
    } catch (Throwable thrown) { // whatever a handler throws is its own failure, never ours
      LOG.error("{} failed, request {}", spec.id(), context.requestId(), thrown);
      return new Outcome.Failed(thrown.getClass().getName(), String.valueOf(thrown.getMessage()));
    }
    if (answer.size() > MAX_PAYLOAD) {
      String sizes = "%d bytes, and may be %d".formatted(answer.size(), MAX_PAYLOAD);
      LOG.error("{} answered with {}, request {}", spec.id(), sizes, context.requestId());
      return new Outcome.Failed("Function.ResponseSizeTooLarge", "The answer has " + sizes);
    }
    return new Outcome.Succeeded(answer.toString(StandardCharsets.UTF_8));
  }

  private Outcome timedOut(String requestId) {
    return new Outcome.Failed(
        "Sandbox.Timedout",
        "RequestId: %s Error: Task timed out after %d.00 seconds"
            .formatted(requestId, spec.timeout().toSeconds()));
  }

  /** Interrupts what still runs: whoever sent it has had the time to wait for it. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}

package dev.headroom.worker.faults;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Gives each AWS call that a {@link Machine} makes its fate, attempt by attempt, beneath the SDK's
 * retries. The SDK finds it on the class path; calls of the test itself are left alone.
 */
public final class FaultInterceptor implements ExecutionInterceptor {
  private static final ExecutionAttribute<Fate> FATE = new ExecutionAttribute<>("Fate");
  private static final byte[] OUT_OF_ORDER =
      "{\"__type\":\"InternalServerError\",\"message\":\"injected\"}"
          .getBytes(StandardCharsets.UTF_8);

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    Machine machine = Machine.here();
    if (machine != null) {
      String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
      attributes.putAttribute(FATE, Fate.of(machine, operation, context.request()));
    }
  }

  private static Optional<Fate> fate(ExecutionAttributes attributes) {
    return attributes.getOptionalAttribute(FATE);
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    fate(attributes).ifPresent(fate -> fate.before(context));
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    fate(attributes)
        .ifPresent(
            fate -> {
              if (fate.interruptsAnswer()) {
                drained(context.responseBody()); // or its connection would be lost
                fate.after();
              }
            });
  }

  @Override
  public SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    SdkHttpResponse response = context.httpResponse();
    if (!losesAnswer(attributes)) {
      return response;
    }
    fate(attributes).ifPresent(Fate::happened);
    return response.toBuilder().statusCode(500).removeHeader("x-amz-crc32").build();
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    if (!losesAnswer(attributes)) {
      return context.responseBody();
    }
    drained(context.responseBody());
    return Optional.of(new ByteArrayInputStream(OUT_OF_ORDER));
  }

  private static boolean losesAnswer(ExecutionAttributes attributes) {
    return fate(attributes).filter(Fate::losesAnswer).isPresent();
  }

  private static void drained(Optional<InputStream> body) {
    body.ifPresent(
        in -> {
          try (in) {
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}

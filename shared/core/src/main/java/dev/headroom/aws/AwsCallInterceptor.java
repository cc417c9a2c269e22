package dev.headroom.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** The one hook into the SDK: tells {@link AwsCallObserver}s of each call. */
final class AwsCallInterceptor implements ExecutionInterceptor {
  private static final ExecutionAttribute<AwsCall> CALL =
      new ExecutionAttribute<>("dev.headroom.aws.AwsCall");

  private final List<AwsCallObserver> observers;

  AwsCallInterceptor(List<AwsCallObserver> observers) {
    this.observers = observers;
  }

  /** Empty when nobody observed yet as the call began. */
  private static Optional<AwsCall> call(ExecutionAttributes attributes) {
    return attributes.getOptionalAttribute(CALL);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (observers.isEmpty()) {
      return;
    }
    var call =
        new AwsCall(
            attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
            attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
            context.request());
    attributes.putAttribute(CALL, call);
    observers.forEach(observer -> observer.started(call));
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    return observers.stream().anyMatch(AwsCallObserver::wantsConsumedCapacity)
        ? ConsumedCapacities.asked(context.request())
        : context.request();
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    call(attributes)
        .ifPresent(
            call -> {
              call.sending(context.httpRequest(), context.requestBody());
              observers.forEach(observer -> observer.sending(call));
            });
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    call(attributes)
        .ifPresent(
            call -> {
              try {
                int status = context.httpResponse().statusCode();
                observers.forEach(observer -> observer.answered(call, status));
              } catch (RuntimeException | Error injected) {
                context.responseBody().ifPresent(AwsCallInterceptor::drain);
                throw injected;
              }
            });
  }

  /** Reads a body that nobody will read, since its connection would be lost otherwise. */
  private static void drain(InputStream body) {
    try (body) {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    call(attributes)
        .ifPresent(
            call -> {
              call.ended();
              observers.forEach(observer -> observer.succeeded(call, context.response()));
            });
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    call(attributes)
        .ifPresent(
            call -> {
              call.ended();
              observers.forEach(observer -> observer.failed(call, context.exception()));
            });
  }
}

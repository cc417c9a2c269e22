package dev.headroom.local.recorder;

import dev.headroom.local.template.Arn;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/** Reports every attempt of every SDK client in this JVM; the SDK finds it on the class path. */
public final class RecordingInterceptor implements ExecutionInterceptor {
  /** The ARN of the stream that a shard iterator is of, which an iterator itself need not say. */
  public static final ExecutionAttribute<String> STREAM_ARN =
      new ExecutionAttribute<>("dev.headroom.local.StreamArn");

  private static final Pattern CREDENTIAL =
      Pattern.compile("Credential=([^/]+)/[^/]+/[^/]+/([^/]+)/");

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    calls(context.request(), context.httpRequest(), attributes)
        .forEach(call -> CallRecorder.attempted(call, context.httpResponse().statusCode()));
  }

  @Override
  public void afterUnmarshalling(
      Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
    for (ConsumedCapacity consumed : consumedCapacity(context.response())) {
      calls(context.request(), context.httpRequest(), attributes)
          .filter(call -> call.resource().startsWith(Arn.table(consumed.tableName())))
          .limit(1)
          .forEach(call -> CallRecorder.consumed(call, consumed.capacityUnits()));
    }
  }

  /** One for a single operation, one for each table of a batch or a transaction. */
  private static List<ConsumedCapacity> consumedCapacity(SdkResponse response) {
    return switch (response.getValueForField("ConsumedCapacity", Object.class).orElse(null)) {
      case ConsumedCapacity one -> List.of(one);
      case List<?> several -> several.stream().map(ConsumedCapacity.class::cast).toList();
      case null, default -> List.of();
    };
  }

  private static Stream<Call> calls(
      SdkRequest request, SdkHttpRequest http, ExecutionAttributes attributes) {
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    var credential =
        CREDENTIAL.matcher(http.firstMatchingHeader("Authorization").orElse("unsigned"));
    boolean signed = credential.find();
    String function = signed ? credential.group(1) : "unsigned";
    String service = signed ? credential.group(2) : "unsigned";
    return Target.of(operation, request, Optional.ofNullable(attributes.getAttribute(STREAM_ARN)))
        .stream()
        .map(
            target ->
                new Call(function, operation, service + ":" + target.action(), target.resource()));
  }
}

package dev.headroom.local.recorder;

import dev.headroom.aws.AwsCall;
import dev.headroom.local.template.Arn;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * What a request does to what, in the words of IAM.
 *
 * @param action without the service, such as {@code PutItem}
 * @param resource an ARN, or *
 */
record Target(String action, String resource) {
  /** Returns what a call does. */
  static Set<Target> of(AwsCall call) {
    return switch (call.request()) {
      case TransactWriteItemsRequest write ->
          write.transactItems().stream().flatMap(Target::written).collect(Collectors.toSet());
      case TransactGetItemsRequest get ->
          get.transactItems().stream()
              .map(item -> new Target("GetItem", Arn.table(item.get().tableName())))
              .collect(Collectors.toSet());
      default ->
          resources(call).stream()
              .map(resource -> new Target(action(call.operation()), resource))
              .collect(Collectors.toSet());
    };
  }

  private static Stream<Target> written(TransactWriteItem item) {
    return Stream.of(
            Optional.ofNullable(item.put()).map(put -> of("PutItem", put.tableName())),
            Optional.ofNullable(item.update()).map(update -> of("UpdateItem", update.tableName())),
            Optional.ofNullable(item.delete()).map(delete -> of("DeleteItem", delete.tableName())),
            Optional.ofNullable(item.conditionCheck())
                .map(check -> of("ConditionCheckItem", check.tableName())))
        .flatMap(Optional::stream);
  }

  private static Target of(String action, String table) {
    return new Target(action, Arn.table(table));
  }

  /** SQS's batches need the permission of their single form; Lambda has a name of its own. */
  private static String action(String operation) {
    return switch (operation) {
      case "SendMessageBatch", "DeleteMessageBatch", "ChangeMessageVisibilityBatch" ->
          operation.substring(0, operation.length() - "Batch".length());
      case "Invoke" -> "InvokeFunction";
      default -> operation;
    };
  }

  private static Collection<String> resources(AwsCall call) {
    SdkRequest request = call.request();
    if (!call.tables().isEmpty()) {
      String index = call.index().map(name -> "/index/" + name).orElse("");
      return call.tables().stream().map(table -> Arn.table(table) + index).toList();
    }
    if (call.queueUrl().isPresent()) {
      String url = call.queueUrl().get();
      return List.of(Arn.queue(url.substring(url.lastIndexOf('/') + 1)));
    }
    Optional<String> stream =
        request.getValueForField("StreamArn", String.class).or(() -> streamRead(request));
    if (stream.isPresent()) {
      return List.of(Arn.stream(Arn.tableOfStream(stream.get())));
    }
    Optional<String> function = request.getValueForField("FunctionName", String.class);
    if (function.isPresent()) {
      Optional<String> qualifier = request.getValueForField("Qualifier", String.class);
      String suffix = qualifier.map(name -> ":" + name).orElse("");
      return List.of(Arn.anyFunction(function.get()) + suffix);
    }
    return List.of("*");
  }

  private static Optional<String> streamRead(SdkRequest request) {
    return request
        .overrideConfiguration()
        .flatMap(
            terms -> terms.executionAttributes().getOptionalAttribute(CallRecorder.STREAM_ARN));
  }
}

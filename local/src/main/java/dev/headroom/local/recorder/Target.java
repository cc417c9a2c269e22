package dev.headroom.local.recorder;

import dev.headroom.local.template.Arn;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
  /**
   * Returns what a request does.
   *
   * @param stream the ARN of the stream that is read, where the request does not say it
   */
  static Set<Target> of(String operation, SdkRequest request, Optional<String> stream) {
    return switch (request) {
      case TransactWriteItemsRequest write ->
          write.transactItems().stream().flatMap(Target::written).collect(Collectors.toSet());
      case TransactGetItemsRequest get ->
          get.transactItems().stream()
              .map(item -> new Target("GetItem", Arn.table(item.get().tableName())))
              .collect(Collectors.toSet());
      default ->
          resources(request, stream).stream()
              .map(resource -> new Target(action(operation), resource))
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

  private static Collection<String> resources(SdkRequest request, Optional<String> streamRead) {
    Optional<String> table = request.getValueForField("TableName", String.class);
    if (table.isPresent()) {
      Optional<String> index = request.getValueForField("IndexName", String.class);
      return List.of(Arn.table(table.get()) + index.map(name -> "/index/" + name).orElse(""));
    }
    Optional<String> queue = request.getValueForField("QueueUrl", String.class);
    if (queue.isPresent()) {
      return List.of(Arn.queue(queue.get().substring(queue.get().lastIndexOf('/') + 1)));
    }
    Optional<String> stream =
        request.getValueForField("StreamArn", String.class).or(() -> streamRead);
    if (stream.isPresent()) {
      return List.of(Arn.stream(Arn.tableOfStream(stream.get())));
    }
    Optional<String> function = request.getValueForField("FunctionName", String.class);
    if (function.isPresent()) {
      Optional<String> qualifier = request.getValueForField("Qualifier", String.class);
      String suffix = qualifier.map(name -> ":" + name).orElse("");
      return List.of(Arn.anyFunction(function.get()) + suffix);
    }
    return request
        .getValueForField("RequestItems", Map.class)
        .map(Target::tables)
        .orElse(List.of("*"));
  }

  private static Collection<String> tables(Map<?, ?> requestItems) {
    return requestItems.keySet().stream().map(table -> Arn.table(table.toString())).toList();
  }
}

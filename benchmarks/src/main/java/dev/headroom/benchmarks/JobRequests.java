package dev.headroom.benchmarks;

import dev.headroom.aws.AwsCall;
import dev.headroom.aws.AwsCallObserver;
import dev.headroom.aws.AwsCalls;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * The requests of one job from its put to its completion, which can be made again for any other:
 * the same conditions, attributes and sizes, in another table and another queue.
 */
final class JobRequests {
  private final PutItemRequest put;
  private final SendMessageRequest send;
  private final UpdateItemRequest claim;
  private final UpdateItemRequest complete;
  private final String id;

  private JobRequests(List<SdkRequest> seen) {
    List<UpdateItemRequest> updates = all(seen, UpdateItemRequest.class);
    if (updates.size() != 2) {
      throw new IllegalStateException("A job was changed %d times".formatted(updates.size()));
    }
    put = all(seen, PutItemRequest.class).getFirst();
    send = all(seen, SendMessageRequest.class).getFirst();
    claim = updates.get(0);
    complete = updates.get(1);
    id = put.item().getOrDefault("job_id", AttributeValue.fromS("")).s();
  }

  private static <T> List<T> all(List<SdkRequest> seen, Class<T> type) {
    return seen.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Runs one job, and takes down what is asked for it. */
  static JobRequests of(JobLoad load) throws IOException, InterruptedException {
    List<SdkRequest> seen = new CopyOnWriteArrayList<>();
    var recorder =
        new AwsCallObserver() {
          @Override
          public void succeeded(AwsCall call, SdkResponse response) {
            seen.add(call.request());
          }
        };
    try (var _ = AwsCalls.observe(recorder)) {
      String _ = load.one();
    }
    return new JobRequests(seen);
  }

  PutItemRequest put(String table, String otherId) {
    return put.toBuilder().tableName(table).item(item(otherId)).build();
  }

  Map<String, AttributeValue> item(String otherId) {
    Map<String, AttributeValue> item = new HashMap<>(put.item());
    item.replaceAll(
        (_, value) ->
            value.s() == null ? value : AttributeValue.fromS(value.s().replace(id, otherId)));
    return item;
  }

  String message(String otherId) {
    return send.messageBody().replace(id, otherId);
  }

  /** Returns the job that a message is for. */
  String id(String message) {
    int from = send.messageBody().indexOf(id);
    return message.substring(from, from + id.length());
  }

  UpdateItemRequest claim(String table, String otherId) {
    return changed(claim, table, otherId);
  }

  UpdateItemRequest complete(String table, String otherId) {
    return changed(complete, table, otherId);
  }

  private static UpdateItemRequest changed(UpdateItemRequest like, String table, String id) {
    return like.toBuilder()
        .tableName(table)
        .key(Map.of("job_id", AttributeValue.fromS(id)))
        .build();
  }
}

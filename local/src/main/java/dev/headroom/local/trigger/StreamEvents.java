package dev.headroom.local.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import dev.headroom.local.template.Arn;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/** Writes changes as the event that Lambda's stream poller hands over. */
final class StreamEvents {
  private final String streamArn;
  private final String shard;

  StreamEvents(String table, String shard) {
    this.streamArn = Arn.stream(table);
    this.shard = shard;
  }

  /**
   * @param notBefore when the stream was known to have nothing more: what it has now is later,
   *     which its own times, cut to minutes, may not say
   */
  Change change(Record record, Instant notBefore) {
    StreamRecord told = record.dynamodb();
    ObjectNode json = Json.CAMEL_CASE.createObjectNode();
    json.put("eventID", record.eventID())
        .put("eventName", record.eventNameAsString())
        .put("eventVersion", record.eventVersion())
        .put("eventSource", record.eventSource())
        .put("awsRegion", Arn.REGION);
    ObjectNode change = json.putObject("dynamodb");
    change.put("ApproximateCreationDateTime", told.approximateCreationDateTime().getEpochSecond());
    image(change, "Keys", told.hasKeys(), told.keys());
    image(change, "NewImage", told.hasNewImage(), told.newImage());
    image(change, "OldImage", told.hasOldImage(), told.oldImage());
    change
        .put("SequenceNumber", told.sequenceNumber())
        .put("SizeBytes", told.sizeBytes())
        .put("StreamViewType", told.streamViewTypeAsString());
    json.put("eventSourceARN", streamArn);
    // Who deletes: DynamoDB itself, when an item has expired.
    Optional.ofNullable(record.userIdentity())
        .ifPresent(
            identity ->
                json.putObject("userIdentity")
                    .put("type", identity.type())
                    .put("principalId", identity.principalId()));
    Instant at = told.approximateCreationDateTime();
    return new Change(
        told.sequenceNumber(), at.isBefore(notBefore) ? notBefore : at, json, bytes(json).length);
  }

  private static void image(
      ObjectNode change, String name, boolean has, Map<String, AttributeValue> attributes) {
    if (has) {
      change.set(name, object(attributes));
    }
  }

  private static ObjectNode object(Map<String, AttributeValue> attributes) {
    ObjectNode object = Json.CAMEL_CASE.createObjectNode();
    attributes.forEach((name, value) -> object.set(name, attribute(value)));
    return object;
  }

  private static ObjectNode attribute(AttributeValue value) {
    ObjectNode json = Json.CAMEL_CASE.createObjectNode();
    switch (value.type()) {
      case S -> json.put("S", value.s());
      case N -> json.put("N", value.n());
      case B -> json.put("B", base64(value.b()));
      case SS -> value.ss().forEach(json.putArray("SS")::add);
      case NS -> value.ns().forEach(json.putArray("NS")::add);
      case BS -> value.bs().stream().map(StreamEvents::base64).forEach(json.putArray("BS")::add);
      case M -> json.set("M", object(value.m()));
      case L -> value.l().stream().map(StreamEvents::attribute).forEach(json.putArray("L")::add);
      case BOOL -> json.put("BOOL", value.bool());
      case NUL -> json.put("NULL", value.nul());
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalStateException("An attribute without type");
    }
    return json;
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArray());
  }

  /** A batch, possibly empty when it is the last of a window. */
  byte[] write(Collection<Change> batch, Optional<TumblingWindow> window, TumblingWindow.End end) {
    ObjectNode event = Json.CAMEL_CASE.createObjectNode();
    batch.stream().map(Change::json).forEach(event.putArray("Records")::add);
    window.ifPresent(
        of -> {
          event
              .putObject("window")
              .put("start", of.start().toString())
              .put("end", of.end().toString());
          event.set("state", of.state());
          event
              .put("shardId", shard)
              .put("eventSourceARN", streamArn)
              .put("isFinalInvokeForWindow", end != TumblingWindow.End.NOT_YET)
              .put("isWindowTerminatedEarly", end == TumblingWindow.End.TOO_MUCH_STATE);
        });
    return bytes(event);
  }

  static byte[] bytes(JsonNode json) {
    try {
      return Json.CAMEL_CASE.writeValueAsBytes(json);
    } catch (JsonProcessingException fault) {
      throw new IllegalStateException("A tree that is not JSON", fault);
    }
  }
}

package dev.headroom.local.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import dev.headroom.local.template.Arn;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Writes messages as the event that Lambda's SQS poller hands over. */
final class SqsEvents {
  private final String queueArn;

  SqsEvents(String queue) {
    this.queueArn = Arn.queue(queue);
  }

  byte[] write(Collection<Message> batch) {
    ObjectNode event = Json.CAMEL_CASE.createObjectNode();
    var records = event.putArray("Records");
    batch.forEach(message -> write(message, records.addObject()));
    try {
      return Json.CAMEL_CASE.writeValueAsBytes(event);
    } catch (JsonProcessingException fault) {
      throw new IllegalStateException("A tree that is not JSON", fault);
    }
  }

  private void write(Message message, ObjectNode record) {
    record
        .put("messageId", message.messageId())
        .put("receiptHandle", message.receiptHandle())
        .put("body", message.body());
    message.attributesAsStrings().forEach(record.putObject("attributes")::put);
    ObjectNode attributes = record.putObject("messageAttributes");
    message.messageAttributes().forEach((name, value) -> write(value, attributes.putObject(name)));
    record.put("md5OfBody", message.md5OfBody());
    Optional.ofNullable(message.md5OfMessageAttributes())
        .ifPresent(md5 -> record.put("md5OfMessageAttributes", md5));
    record
        .put("eventSource", "aws:sqs")
        .put("eventSourceARN", queueArn)
        .put("awsRegion", Arn.REGION);
  }

  private static void write(MessageAttributeValue value, ObjectNode attribute) {
    Optional.ofNullable(value.stringValue()).ifPresent(text -> attribute.put("stringValue", text));
    Optional.ofNullable(value.binaryValue())
        .map(bytes -> Base64.getEncoder().encodeToString(bytes.asByteArray()))
        .ifPresent(text -> attribute.put("binaryValue", text));
    attribute.putArray("stringListValues");
    attribute.putArray("binaryListValues");
    attribute.put("dataType", value.dataType());
  }
}

package dev.headroom.jobs.statistics;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Makes records as Lambda hands them over. */
public final class AChange {
  private AChange() {}

  /** Of a record that the stream's own interface gave. */
  public static DynamodbStreamRecord of(Record record) {
    var change = record.dynamodb();
    return of(
        change.sequenceNumber(),
        change.approximateCreationDateTime(),
        change.hasOldImage() ? texts(change.oldImage()) : null,
        change.hasNewImage() ? texts(change.newImage()) : null);
  }

  public static DynamodbStreamRecord of(
      String sequenceNumber,
      Instant at,
      @Nullable Map<String, String> before,
      @Nullable Map<String, String> after) {
    var change = new StreamRecord();
    change.setSequenceNumber(sequenceNumber);
    change.setApproximateCreationDateTime(Date.from(at));
    if (before != null) {
      change.setOldImage(image(before));
    }
    if (after != null) {
      change.setNewImage(image(after));
    }
    var record = new DynamodbStreamRecord();
    record.setDynamodb(change);
    return record;
  }

  private static Map<String, String> texts(
      Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> image) {
    Map<String, String> texts = new HashMap<>();
    image.forEach(
        (name, value) -> {
          if (value.s() != null) {
            texts.put(name, value.s());
          }
        });
    return texts;
  }

  private static Map<String, AttributeValue> image(Map<String, String> texts) {
    Map<String, AttributeValue> image = new HashMap<>();
    texts.forEach((name, text) -> image.put(name, new AttributeValue().withS(text)));
    image.put("turn", new AttributeValue().withN("1"));
    return image;
  }
}

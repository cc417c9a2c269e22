package dev.headroom.jobs.store;

import static dev.headroom.jobs.store.JobItem.HAS_OBJECTS;
import static dev.headroom.jobs.store.JobItem.number;
import static dev.headroom.jobs.store.JobItem.text;

import dev.headroom.aws.Item;
import dev.headroom.jobs.Payload;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The form of a payload in the item of a job. */
final class PayloadItem {
  private static final String GZIP = "gzip";
  private static final String KEY = "key";
  private static final String JSON_BYTES = "json_bytes";

  private PayloadItem() {}

  static AttributeValue of(Payload payload) {
    AttributeValue bytes = number(payload.jsonBytes());
    return AttributeValue.fromM(
        switch (payload) {
          case Payload.Inline(var gzip, _, boolean hasObjects) when hasObjects ->
              Map.of(
                  GZIP,
                  AttributeValue.fromB(gzip),
                  JSON_BYTES,
                  bytes,
                  HAS_OBJECTS,
                  AttributeValue.fromBool(true));
          case Payload.Inline inline ->
              Map.of(GZIP, AttributeValue.fromB(inline.gzip()), JSON_BYTES, bytes);
          case Payload.Stored stored -> Map.of(KEY, text(stored.key()), JSON_BYTES, bytes);
        });
  }

  static Payload read(AttributeValue attribute) {
    var payload = new Item(attribute.m());
    long bytes = payload.number(JSON_BYTES);
    return payload
        .find(GZIP)
        .<Payload>map(
            gzip -> new Payload.Inline(gzip.b(), bytes, payload.find(HAS_OBJECTS).isPresent()))
        .orElseGet(() -> new Payload.Stored(payload.text(KEY), bytes));
  }
}

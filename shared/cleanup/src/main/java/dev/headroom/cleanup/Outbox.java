package dev.headroom.cleanup;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.cleanup.CleanupTarget.Erasable;
import dev.headroom.json.Gzip;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Objects whose items are gone, or that never had one, and which are to be erased now. Written with
 * what takes the items away, so that a kill in between forgets none; counted when they are erased.
 *
 * @param keys as their target knows them
 * @param bytes what they take together
 */
record Outbox(List<String> keys, long bytes) {
  static final Outbox EMPTY = new Outbox(List.of(), 0);

  Outbox {
    keys = List.copyOf(keys);
  }

  static Outbox of(List<Erasable> objects) {
    return new Outbox(
        objects.stream().map(Erasable::key).toList(),
        objects.stream().mapToLong(Erasable::bytes).sum());
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Compressed: keys are much alike, and an item takes 400 KB. */
  AttributeValue stored() {
    try {
      return AttributeValue.fromB(
          SdkBytes.fromByteArrayUnsafe(Gzip.compress(Json.STORED.writeValueAsBytes(this))));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Outbox read(AttributeValue stored) {
    try {
      return Json.STORED.readValue(Gzip.decompress(stored.b().asByteArrayUnsafe()), Outbox.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

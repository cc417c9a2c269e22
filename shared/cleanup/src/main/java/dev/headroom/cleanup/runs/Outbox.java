package dev.headroom.cleanup.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.cleanup.targets.CleanupTarget.Erasable;
import dev.headroom.json.Gzip;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Objects that must be erased now, because their items are deleted or never existed. The outbox is
 * written in the transaction that deletes the items, so that a kill in between forgets no object.
 * Objects are counted when they are erased.
 *
 * @param keys the keys by which the target knows the objects
 * @param bytes the size of all of them together
 */
public record Outbox(List<String> keys, long bytes) {
  static final Outbox EMPTY = new Outbox(List.of(), 0);

  public Outbox {
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

  /** Returns the outbox as it is stored: compressed, since an item has at most 400 KB. */
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

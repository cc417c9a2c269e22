package dev.headroom.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Gzip;
import dev.headroom.json.Json;
import dev.headroom.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.SdkBytes;

/** Writes and reads the JSON documents of jobs, wherever they lie. */
public final class Payloads {
  private final ObjectStore objects;

  public Payloads(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Compresses a document, and writes it to the object store unless it fits into the item.
   *
   * @param key where it would lie in the object store
   */
  public Payload save(String key, JsonNode document) {
    byte[] json = bytes(document);
    byte[] gzip = Gzip.compress(json);
    if (gzip.length <= Payload.MAX_INLINE_BYTES && json.length <= Payload.MAX_INLINE_JSON_BYTES) {
      return new Payload.Inline(SdkBytes.fromByteArray(gzip), json.length);
    }
    objects.put(key, gzip);
    return new Payload.Stored(key, json.length);
  }

  /** Writes a document to the object store, however small. */
  void put(String key, JsonNode document) {
    objects.put(key, Gzip.compress(bytes(document)));
  }

  /** The document again. */
  public ObjectNode load(Payload payload) {
    return switch (payload) {
      case Payload.Inline inline -> (ObjectNode) read(inline.gzip().asByteArrayUnsafe());
      case Payload.Stored stored -> (ObjectNode) get(stored.key());
    };
  }

  /**
   * A document of the object store.
   *
   * @throws HeadroomException.NotFound when its time is over
   */
  public JsonNode get(String key) {
    return read(
        objects
            .get(key)
            .orElseThrow(
                () ->
                    new HeadroomException.NotFound(
                        "job_id",
                        "What this job kept in the object store is gone: its time was over.")));
  }

  private static byte[] bytes(JsonNode document) {
    try {
      return Json.STORED.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(byte[] gzip) {
    try {
      return Json.STORED.readTree(Gzip.decompress(gzip));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

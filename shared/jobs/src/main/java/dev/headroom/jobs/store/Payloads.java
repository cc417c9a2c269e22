package dev.headroom.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Payload;
import dev.headroom.json.Gzip;
import dev.headroom.json.Json;
import dev.headroom.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.SdkBytes;

/** Writes and reads the JSON documents of jobs: in the job's item or in the object store. */
public final class Payloads {
  private final ObjectStore objects;

  public Payloads(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Compresses a document, and writes it to the object store unless it fits into the item.
   *
   * @param key its key, should it be written to the object store
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
  public void put(String key, JsonNode document) {
    objects.put(key, Gzip.compress(bytes(document)));
  }

  /** Returns the document that was saved. */
  public ObjectNode load(Payload payload) {
    return switch (payload) {
      case Payload.Inline inline -> (ObjectNode) read(inline.gzip().asByteArrayUnsafe());
      case Payload.Stored stored -> (ObjectNode) get(stored.key());
    };
  }

  /**
   * Returns a document of the object store.
   *
   * @throws HeadroomException.NotFound when it is not there any more
   */
  public JsonNode get(String key) {
    return read(
        objects
            .get(key)
            .orElseThrow(
                () ->
                    new HeadroomException.NotFound(
                        "job_id", "The stored data of this job has expired.")));
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

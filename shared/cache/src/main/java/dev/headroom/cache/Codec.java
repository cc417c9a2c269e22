package dev.headroom.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * How values become bytes. Values must not be changed once they are given to a cache, or taken from
 * it: the tier in memory keeps them as they are.
 */
public interface Codec<V> {
  byte[] encode(V value);

  V decode(byte[] bytes);

  /** Bytes as they are. */
  static Codec<byte[]> bytes() {
    return Bytes.AS_THEY_ARE;
  }

  /** Any JSON. */
  Codec<JsonNode> ANY_JSON = json(JsonNode.class);

  /** JSON, as all that the product stores. */
  static <V> Codec<V> json(Class<V> type) {
    return json(Json.STORED.constructType(type));
  }

  /** JSON of a generic type. */
  static <V> Codec<V> json(TypeReference<V> type) {
    return json(Json.STORED.constructType(type));
  }

  private static <V> Codec<V> json(JavaType type) {
    ObjectMapper mapper = Json.STORED;
    return new Codec<>() {
      @Override
      public byte[] encode(V value) {
        try {
          return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public V decode(byte[] bytes) {
        try {
          return mapper.readValue(bytes, type);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** The codec of {@link #bytes}. */
  enum Bytes implements Codec<byte[]> {
    AS_THEY_ARE;

    @Override
    public byte[] encode(byte[] value) {
      return value;
    }

    @Override
    public byte[] decode(byte[] bytes) {
      return bytes;
    }
  }
}

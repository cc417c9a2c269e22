package dev.headroom.cache.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A codec turns values into bytes and back. Values must not be changed once they are given to a
 * cache, or taken from it: the tier in memory keeps them as they are.
 */
public interface Codec<V> {
  /** Returns the bytes of a value. */
  byte[] encode(V value);

  /**
   * Returns the value of bytes.
   *
   * @throws RuntimeException when they are none of a value; the entry is then as good as not there
   */
  V decode(byte[] bytes);

  /** Returns the codec that leaves bytes as they are. */
  static Codec<byte[]> bytes() {
    return Bytes.AS_THEY_ARE;
  }

  /** The codec of any JSON. */
  Codec<JsonNode> ANY_JSON = json(JsonNode.class);

  /** Returns the codec of a type, by the same JSON as all that the product stores. */
  static <V> Codec<V> json(Class<V> type) {
    return json(Json.STORED.constructType(type));
  }

  /** Returns the codec of a generic type. */
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

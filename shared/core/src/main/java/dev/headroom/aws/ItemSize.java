package dev.headroom.aws;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Computes the size that DynamoDB charges for an item:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
public final class ItemSize {
  /** A list or map has three bytes of its own, and one for each element. */
  private static final int NESTED = 3;

  private ItemSize() {}

  /** Returns the size of an item in bytes: that of its attributes' names and values. */
  public static long bytes(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToLong(attribute -> utf8(attribute.getKey()) + bytes(attribute.getValue()))
        .sum();
  }

  private static long bytes(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> number(value.n());
      case B -> value.b().asByteArrayUnsafe().length;
      case BOOL, NUL -> 1;
      case SS -> value.ss().stream().mapToLong(ItemSize::utf8).sum();
      case NS -> value.ns().stream().mapToLong(ItemSize::number).sum();
      case BS -> value.bs().stream().mapToLong(bytes -> bytes.asByteArrayUnsafe().length).sum();
      case M -> NESTED + value.m().size() + bytes(value.m());
      case L -> NESTED + value.l().size() + bytes(value.l());
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("Unknown: " + value);
    };
  }

  private static long bytes(Collection<AttributeValue> values) {
    return values.stream().mapToLong(ItemSize::bytes).sum();
  }

  /** About a byte for two significant digits, and one more. */
  private static long number(String decimal) {
    long digits =
        decimal
            .replaceFirst("[eE].*", "")
            .replaceAll("[^0-9]", "")
            .replaceAll("^0+|0+$", "")
            .length();
    return (digits + 1) / 2 + 1 + (decimal.startsWith("-") ? 1 : 0);
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}

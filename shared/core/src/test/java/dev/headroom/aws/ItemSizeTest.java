package dev.headroom.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemSizeTest {
  private static final AttributeValue B = AttributeValue.fromS("b");

  private static long bytes(String name, AttributeValue value) {
    return ItemSize.bytes(Map.of(name, value));
  }

  @Test
  void names_and_values_are_counted_in_utf_8() {
    assertThat(bytes("id", AttributeValue.fromS("1234"))).isEqualTo(2 + 4);
    assertThat(bytes("ü", AttributeValue.fromS("😀"))).isEqualTo(2 + 4);
    assertThat(bytes("b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[7])))).isEqualTo(8);
    assertThat(ItemSize.bytes(Map.of("a", B, "bc", B))).isEqualTo(1 + 1 + 2 + 1);
  }

  @Test
  void a_number_takes_a_byte_for_two_digits_and_one_more() {
    assertThat(bytes("n", AttributeValue.fromN("1234"))).isEqualTo(1 + 3);
    assertThat(bytes("n", AttributeValue.fromN("-12300"))).isEqualTo(1 + 4);
  }

  @Test
  void what_is_nested_takes_three_bytes_and_one_for_each_element() {
    assertThat(bytes("m", AttributeValue.fromM(Map.of("a", B)))).isEqualTo(1 + 3 + 1 + 2);
    assertThat(bytes("l", AttributeValue.fromL(List.of(B, B)))).isEqualTo(1 + 3 + 2 + 2);
  }
}

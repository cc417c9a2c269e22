package dev.headroom.aws;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A DynamoDB item, to be read. An attribute that must be there and is not is told by its name.
 *
 * @param attributes as the SDK gives them; empty when there is no item
 */
public record Item(Map<String, AttributeValue> attributes) {
  public boolean isEmpty() {
    return attributes.isEmpty();
  }

  public Optional<AttributeValue> find(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  public AttributeValue get(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalStateException("The item has no attribute " + name));
  }

  public String text(String name) {
    return get(name).s();
  }

  public Optional<String> optionalText(String name) {
    return find(name).map(AttributeValue::s);
  }

  public long number(String name) {
    return Long.parseLong(get(name).n());
  }

  public double decimal(String name) {
    return Double.parseDouble(get(name).n());
  }

  public Instant instant(String name) {
    return Instant.parse(text(name));
  }

  public Optional<Instant> optionalInstant(String name) {
    return optionalText(name).map(Instant::parse);
  }

  /** A map attribute. */
  public Item map(String name) {
    return new Item(get(name).m());
  }
}

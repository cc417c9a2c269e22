package dev.headroom.local.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A DynamoDB table of the template.
 *
 * @param attributes name to type (S, N or B)
 * @param streamView what the stream shows of a change, if the table has a stream
 * @param ttlAttribute the attribute that says when an item expires, in epoch seconds
 */
public record TableSpec(
    String name,
    Map<String, String> attributes,
    Keys keys,
    List<Index> indexes,
    Optional<String> streamView,
    Optional<String> ttlAttribute) {

  public record Keys(String partition, Optional<String> sort) {}

  /**
   * A global secondary index.
   *
   * @param projection ALL, KEYS_ONLY or INCLUDE
   * @param projected the attributes beside the keys, for INCLUDE
   */
  public record Index(String name, Keys keys, String projection, List<String> projected) {}
}

package dev.headroom.local.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Percent-decoding. What is not valid stays as it is. */
final class Percent {
  private Percent() {}

  /** A part of a path, where a plus is a plus. */
  static String decodePath(String text) {
    return decodeQuery(text.replace("+", "%2B"));
  }

  /** A part of a query, where a plus is a space. */
  static String decodeQuery(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}

package dev.headroom.redis;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Makes hash tags: keys that begin with the same one lie in one hash slot of Redis. */
public final class HashTag {
  private HashTag() {}

  /** Returns the parts in braces; each is escaped, since a brace would end the tag. */
  public static String of(String... parts) {
    var tag = new StringJoiner("/", "{", "}");
    for (String part : parts) {
      tag.add(URLEncoder.encode(part, StandardCharsets.UTF_8));
    }
    return tag.toString();
  }
}

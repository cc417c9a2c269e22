package dev.headroom.cache.proof;

import java.util.ArrayList;
import java.util.List;

/** What happened, line by line; what happened within something else stands further in. */
final class Story {
  private final Universe universe;
  private final List<String> lines = new ArrayList<>();
  private int depth;

  Story(Universe universe) {
    this.universe = universe;
  }

  void deeper() {
    depth++;
  }

  void back() {
    depth--;
  }

  int depth() {
    return depth;
  }

  void note(Member member, String text) {
    note("process %d: %s".formatted(member.number(), text));
  }

  void note(String text) {
    long millis = universe.now() / 1_000_000 - 1_000_000;
    lines.add("    ".repeat(depth) + "%6d ms: ".formatted(millis) + text);
  }

  List<String> lines() {
    return lines;
  }
}

package dev.headroom.local.template;

import dev.headroom.local.startup.CannotStart;
import java.util.LinkedHashSet;
import java.util.Set;

/** Collects what is wrong with a template, so that all of it is told at once. */
final class Faults {
  private final Set<String> sentences = new LinkedHashSet<>();

  void add(String path, String sentence) {
    sentences.add(path + ": " + sentence);
  }

  void unsupported(String path, String what) {
    add(path, what + " is not supported by the local cloud.");
  }

  void throwIfAny(String template) {
    if (!sentences.isEmpty()) {
      throw new CannotStart(
          template + " cannot run on the local cloud:\n  " + String.join("\n  ", sentences));
    }
  }
}

package dev.headroom.system.packaging;

/** The least that a function can be: the baseline of the packaged functions' figures. */
public final class BareHandler {
  public String handle(String event) {
    return "bare";
  }
}

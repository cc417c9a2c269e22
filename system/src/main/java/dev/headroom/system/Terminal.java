package dev.headroom.system;

import java.io.Console;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the place that is printed to can show. A file or a pipe gets plain text.
 *
 * @param rewritesLines whether a line can be printed over
 * @param colours whether it shows colours; {@code NO_COLOR} turns them off
 * @param links whether an address can be clicked that is marked as a link
 */
record Terminal(boolean rewritesLines, boolean colours, boolean links) {
  static final Terminal NONE = new Terminal(false, false, false);

  private static final String ESCAPE = "\u001b";

  /** Variables by which terminals that know links say who they are. */
  private static final List<String> KNOW_LINKS =
      List.of("VTE_VERSION", "WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "TERM_PROGRAM");

  static Terminal ofThisProcess() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return terminal ? of(System.getenv()) : NONE;
  }

  /** The terminal that describes itself by these variables. */
  static Terminal of(Map<String, String> environment) {
    String term = environment.getOrDefault("TERM", "");
    if (term.equals("dumb")) {
      return NONE;
    }
    boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean links =
        KNOW_LINKS.stream().anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
    return new Terminal(true, colours, links && colours);
  }

  String bold(String text) {
    return styled("1", text);
  }

  String good(String text) {
    return styled("32", text);
  }

  String bad(String text) {
    return styled("31", text);
  }

  /** The address, which can be clicked where the terminal knows links. */
  String link(String url) {
    String end = ESCAPE + "\\";
    return links
        ? ESCAPE + "]8;;" + url + end + styled("4", url) + ESCAPE + "]8;;" + end
        : styled("4", url);
  }

  private String styled(String code, String text) {
    return colours ? ESCAPE + "[" + code + "m" + text + ESCAPE + "[0m" : text;
  }
}

package dev.headroom.system;

import dev.headroom.local.template.Template;
import java.nio.file.Path;
import java.util.Map;

/** The repository's template.yaml, as the tests read it. */
public final class TheTemplate {
  private TheTemplate() {}

  public static final Path FILE = Path.of("template.yaml");

  public static Template read() {
    return Template.read(FILE, Map.of("JwtIssuer", "http://localhost"));
  }
}

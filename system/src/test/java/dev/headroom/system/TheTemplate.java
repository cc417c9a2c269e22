package dev.headroom.system;

import dev.headroom.local.template.Template;
import dev.headroom.local.template.TemplateFile;
import java.nio.file.Path;
import java.util.Map;

/** The repository's template.yaml, as the tests read it. */
public final class TheTemplate {
  private TheTemplate() {}

  public static final Path FILE = Path.of("template.yaml");

  /**
   * Settings by which Redis is waited for as long as can be: a machine that pauses makes no misses.
   * A Redis that is dead refuses at once all the same.
   */
  public static final Map<String, String> PATIENT =
      Map.of("REDIS_CONNECT_TIMEOUT_MS", "10000", "REDIS_COMMAND_TIMEOUT_MS", "10000");

  private static final Map<String, String> PARAMETERS = Map.of("JwtIssuer", "http://localhost");

  public static Template read() {
    return Template.read(FILE, PARAMETERS);
  }

  /** With the settings of {@link #PATIENT}. */
  public static Template patient() {
    return TemplateFile.read(FILE).withEnvironment(PATIENT).resolve(PARAMETERS);
  }
}

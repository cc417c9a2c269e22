package dev.headroom.local.template;

import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A template as it is written. */
public final class TemplateFile {
  private final String name;
  private final Map<?, ?> root;
  private final Optional<String> stack;

  private TemplateFile(String name, Map<?, ?> root, Optional<String> stack) {
    this.name = name;
    this.root = root;
    this.stack = stack;
  }

  /**
   * Reads a file.
   *
   * @throws CannotStart when there is no such file, or it is not YAML
   */
  public static TemplateFile read(Path file) {
    try {
      return of(file.getFileName().toString(), Files.readString(file));
    } catch (IOException fault) {
      throw new CannotStart(
          "There is no readable template at " + file.toAbsolutePath() + ".", fault);
    }
  }

  static TemplateFile of(String name, String text) {
    return new TemplateFile(name, TemplateYaml.read(name, text), Optional.empty());
  }

  /**
   * The same template with other values of its functions' environment variables. A value that a
   * resource has part in stays: it says where a table, a queue, a bucket or the cache is. Names
   * that the template does not have are of no effect.
   */
  public TemplateFile withEnvironment(Map<String, String> variables) {
    return new TemplateFile(name, Overrides.apply(root, variables), stack);
  }

  /**
   * Returns the same template for a stack.
   *
   * @param stackName what the names of tables, queues and buckets begin with unless the template
   *     names them; without it they are called by their logical ids
   */
  public TemplateFile inStack(Optional<String> stackName) {
    return new TemplateFile(name, root, stackName);
  }

  public boolean declares(String parameter) {
    return root.get("Parameters") instanceof Map<?, ?> parameters
        && parameters.containsKey(parameter);
  }

  /**
   * What the template asks for, given its parameters.
   *
   * @param parameters values for the template's parameters; the others have their defaults
   * @throws CannotStart when anything in it is wrong or not supported here, all faults together
   */
  public Template resolve(Map<String, String> parameters) {
    var faults = new Faults();
    Template template = new TemplateReader(root, stack, faults).read(parameters);
    faults.throwIfAny(name);
    return template;
  }
}

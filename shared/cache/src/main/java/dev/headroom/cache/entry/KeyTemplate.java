package dev.headroom.cache.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template of keys, such as {@code search:results:{session_id}}. Each value that is filled in
 * also becomes a tag of the entry, such as {@code session_id:42}. So one write invalidates whatever
 * belongs to one session, in all templates.
 */
public final class KeyTemplate {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][a-z0-9_]*)}");

  private final Namespace namespace;
  private final List<String> texts = new ArrayList<>();
  private final List<String> variables = new ArrayList<>();
  private final EntryOptions options;

  /**
   * Creates a template; {@code Cache.template} does so for programs.
   *
   * @throws IllegalArgumentException when its braces do not enclose lower_case_names
   */
  public KeyTemplate(Namespace namespace, String template, EntryOptions options) {
    this.namespace = namespace;
    this.options = options;
    Matcher variable = VARIABLE.matcher(template);
    int from = 0;
    while (variable.find()) {
      texts.add(template.substring(from, variable.start()));
      variables.add(variable.group(1));
      from = variable.end();
    }
    texts.add(template.substring(from));
    if (String.join("", texts).matches(".*[{}].*")) {
      throw new IllegalArgumentException("Not a template of {lower_case_names}: " + template);
    }
  }

  /**
   * Returns the key that has these values.
   *
   * @param values one for each variable, in their order; colons in them are escaped
   * @throws IllegalArgumentException when there are more or fewer values than variables
   */
  public Key key(Object... values) {
    if (values.length != variables.size()) {
      throw new IllegalArgumentException(
          "Needs values for %s; got %d".formatted(variables, values.length));
    }
    if (values.length == 0) {
      return new Key(namespace, texts.getFirst(), options);
    }
    var name = new StringBuilder(texts.getFirst());
    var tags = new ArrayList<>(options.tags());
    for (int i = 0; i < values.length; i++) {
      String value = String.valueOf(values[i]);
      name.append(value.replace("%", "%25").replace(":", "%3A")).append(texts.get(i + 1));
      tags.add(tag(variables.get(i), value));
    }
    return new Key(namespace, name.toString(), options.withTags(tags));
  }

  /** Returns the tag of all entries, of any template, in which a variable has a value. */
  public static String tag(String variable, Object value) {
    return variable + ":" + value;
  }
}

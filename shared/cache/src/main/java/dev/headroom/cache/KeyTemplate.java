package dev.headroom.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the keys of a kind are named, such as {@code search:results:{session_id}}. Each value that is
 * filled in is a tag of the entry as well: {@code session_id:42}, so that whatever belongs to one
 * session, in whichever template, is invalidated by one write.
 */
public final class KeyTemplate {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][a-z0-9_]*)}");

  private final Space space;
  private final List<String> texts = new ArrayList<>();
  private final List<String> variables = new ArrayList<>();
  private final Terms terms;

  /** {@link Cache#template} makes them. */
  KeyTemplate(Space space, String template, Terms terms) {
    this.space = space;
    this.terms = terms;
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
   * A key.
   *
   * @param values for the variables, in their order; colons in them are escaped
   */
  public Key key(Object... values) {
    if (values.length != variables.size()) {
      throw new IllegalArgumentException(
          "Needs values for %s; got %d".formatted(variables, values.length));
    }
    if (values.length == 0) {
      return new Key(space, texts.getFirst(), terms);
    }
    var name = new StringBuilder(texts.getFirst());
    var tags = new ArrayList<>(terms.tags());
    for (int i = 0; i < values.length; i++) {
      String value = String.valueOf(values[i]);
      name.append(value.replace("%", "%25").replace(":", "%3A")).append(texts.get(i + 1));
      tags.add(tag(variables.get(i), value));
    }
    return new Key(space, name.toString(), terms.withTags(tags));
  }

  /** The tag of all entries, of any template, in which a variable has a value. */
  public static String tag(String variable, Object value) {
    return variable + ":" + value;
  }
}

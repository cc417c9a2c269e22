package dev.headroom.system;

import dev.headroom.local.template.Template;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds variables of the environment that are nearly a setting, and so change nothing. */
final class Misspelt {
  private Misspelt() {}

  /** Returns the settings that were probably meant, by the names that were given. */
  static Map<String, String> variables(Set<String> given, Template template) {
    Set<String> settings = new TreeSet<>();
    template.functions().values().forEach(spec -> settings.addAll(spec.environment().keySet()));
    var meant = new TreeMap<String, String>();
    for (String name : given) {
      if (!settings.contains(name)) {
        Spelling.nearest(name, settings).ifPresent(setting -> meant.put(name, setting));
      }
    }
    return meant;
  }
}

package dev.headroom.local.template;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a template's parameters: what was given, else the default, held against the rules.
 */
final class Parameters {
  private static final Map<String, String> NO_EFFECT =
      Map.of("Description", "words", "ConstraintDescription", "words", "NoEcho", "no console");

  private final Faults faults;

  private Parameters(Faults faults) {
    this.faults = faults;
  }

  /** Returns each parameter's value: a String, or a List of Strings for a CommaDelimitedList. */
  static Map<String, Object> values(
      Map<String, Section> declared, Map<String, String> given, Faults faults) {
    var parameters = new Parameters(faults);
    var values = new LinkedHashMap<String, Object>();
    declared.forEach(
        (name, declaration) ->
            values.put(name, parameters.value(declaration, Optional.ofNullable(given.get(name)))));
    given.keySet().stream()
        .filter(name -> !declared.containsKey(name))
        .forEach(name -> faults.add("Parameters." + name, "is given, but not in the template."));
    return values;
  }

  private Object value(Section declaration, Optional<String> given) {
    String type = declaration.requiredText("Type");
    Optional<String> value = given.or(() -> declaration.text("Default"));
    declaration.value("Default");
    if (value.isEmpty()) {
      faults.add(declaration.path(), "has no default, so a value must be given.");
    }
    String text = value.orElse("");
    boolean list = type.equals("CommaDelimitedList");
    List<String> elements =
        list ? Arrays.stream(text.split(",")).map(String::strip).toList() : List.of(text);
    if (value.isPresent()) {
      elements.forEach(element -> check(declaration, type, element));
    }
    declaration.withoutEffect(NO_EFFECT);
    declaration.nothingElse();
    return list ? elements : text;
  }

  private void check(Section declaration, String type, String value) {
    switch (type) {
      case "String", "CommaDelimitedList" -> checkText(declaration, value);
      case "Number" -> checkNumber(declaration, value);
      default -> faults.unsupported(declaration.path("Type"), "the type " + type);
    }
    List<String> allowed = declaration.texts("AllowedValues");
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      refuse(declaration, "one of " + String.join(", ", allowed), value);
    }
  }

  private void checkText(Section declaration, String value) {
    int least = declaration.integer("MinLength", 0, Integer.MAX_VALUE).orElse(0);
    int most = declaration.integer("MaxLength", 0, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE);
    if (value.length() < least || value.length() > most) {
      refuse(declaration, least + " to " + most + " characters", value);
    }
    declaration
        .text("AllowedPattern")
        .filter(pattern -> !value.matches(pattern))
        .ifPresent(pattern -> refuse(declaration, "text that matches " + pattern, value));
  }

  private void checkNumber(Section declaration, String value) {
    Optional<BigDecimal> least = declaration.text("MinValue").map(BigDecimal::new);
    Optional<BigDecimal> most = declaration.text("MaxValue").map(BigDecimal::new);
    try {
      var number = new BigDecimal(value);
      if (least.isPresent() && number.compareTo(least.get()) < 0) {
        refuse(declaration, "at least " + least.get(), value);
      }
      if (most.isPresent() && number.compareTo(most.get()) > 0) {
        refuse(declaration, "at most " + most.get(), value);
      }
    } catch (NumberFormatException _) {
      refuse(declaration, "a number", value);
    }
  }

  private void refuse(Section declaration, String allowed, String value) {
    faults.add(declaration.path(), "must be " + allowed + ", and is \"" + value + "\".");
  }
}

package dev.headroom.system.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An answer as a client was shown it: a field that it shows is in each answer, with a value of the
 * same JSON type, at any depth. Its values mean nothing else; further fields are welcome.
 */
public record Example(JsonNode shown) {
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

  /** What an answer lacks; empty when a client of the example can read it. */
  public List<String> faults(JsonNode answer) {
    List<String> faults = new ArrayList<>();
    compare("", shown, answer, faults);
    return faults;
  }

  private static void compare(String place, JsonNode shown, JsonNode answer, List<String> faults) {
    if (!isLike(shown, answer)) {
      faults.add("%s is %s and should be like %s".formatted(place, answer, shown));
    } else if (shown.isObject()) {
      shown
          .properties()
          .forEach(
              field ->
                  compare(
                      place + "/" + field.getKey(),
                      field.getValue(),
                      answer.path(field.getKey()),
                      faults));
    } else if (shown.isArray() && !shown.isEmpty()) {
      if (answer.isEmpty()) {
        faults.add(place + " is empty, so that nothing is known of what is in it");
      }
      for (int i = 0; i < answer.size(); i++) {
        compare(place + "/" + i, shown.path(0), answer.path(i), faults);
      }
    }
  }

  /** An integer is a number, but whoever was shown an integer cannot read each number. */
  private static boolean isLike(JsonNode shown, JsonNode answer) {
    return switch (shown.getNodeType()) {
      case NUMBER -> shown.isIntegralNumber() ? answer.isIntegralNumber() : answer.isNumber();
      case STRING -> answer.isTextual() && (!isInstant(shown) || isInstant(answer));
      case ARRAY, BINARY, BOOLEAN, MISSING, NULL, OBJECT, POJO ->
          shown.getNodeType() == answer.getNodeType();
    };
  }

  private static boolean isInstant(JsonNode text) {
    return INSTANT.matcher(text.textValue()).matches();
  }
}

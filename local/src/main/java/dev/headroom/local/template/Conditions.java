package dev.headroom.local.template;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The Conditions section: Equals, Not, And, Or, and other conditions by name. */
final class Conditions {
  private final Map<?, ?> conditions;
  private final Intrinsics intrinsics;
  private final Faults faults;

  Conditions(Map<?, ?> conditions, Intrinsics intrinsics, Faults faults) {
    this.conditions = conditions;
    this.intrinsics = intrinsics;
    this.faults = faults;
  }

  /**
   * @param path where the condition is used, for a fault
   */
  boolean holds(String name, String path) {
    Object condition = conditions.get(name);
    if (condition == null) {
      faults.add(path, "asks for the condition " + name + ", which the template does not have.");
      return false;
    }
    return evaluate(condition, "Conditions." + name);
  }

  private boolean evaluate(@Nullable Object condition, String path) {
    if (condition instanceof Map<?, ?> map && map.size() == 1) {
      var only = map.entrySet().iterator().next();
      String function = String.valueOf(only.getKey());
      if (function.equals("Condition")) {
        return holds(String.valueOf(only.getValue()), path);
      }
      if (only.getValue() instanceof List<?> arguments && !arguments.isEmpty()) {
        switch (function) {
          case "Fn::Equals" -> {
            return Objects.equals(
                text(arguments.getFirst(), path), text(arguments.getLast(), path));
          }
          case "Fn::Not" -> {
            return !evaluate(arguments.getFirst(), path);
          }
          case "Fn::And" -> {
            return arguments.stream().allMatch(argument -> evaluate(argument, path));
          }
          case "Fn::Or" -> {
            return arguments.stream().anyMatch(argument -> evaluate(argument, path));
          }
          default -> {}
        }
      }
    }
    faults.unsupported(path, "this condition");
    return false;
  }

  private String text(@Nullable Object value, String path) {
    return String.valueOf(intrinsics.resolve(value, path));
  }
}

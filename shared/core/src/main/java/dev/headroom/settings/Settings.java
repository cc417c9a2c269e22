package dev.headroom.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads settings from environment variables. Each reader returns something usable even when the
 * variable is wrong and notes the fault, so that {@link #check} can tell all of them together.
 */
public final class Settings {
  /** Variables are missing or wrong; the message names all of them. */
  public static final class Wrong extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final List<String> faults;

    Wrong(List<String> faults) {
      super("Settings are wrong: " + String.join("; ", faults) + ".");
      this.faults = List.copyOf(faults);
    }

    /** Returns one clause for each variable, which begins with its name. */
    public List<String> faults() {
      return faults;
    }
  }

  private final Map<String, String> environment;
  private final List<String> faults = new ArrayList<>();

  public Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** A variable that must be there and not be blank. */
  public String required(String name) {
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      faults.add(name + " must be set");
    }
    return value;
  }

  /** Says whether a variable is set, even to nothing. */
  public boolean has(String name) {
    return environment.containsKey(name);
  }

  public String text(String name, String otherwise) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  /**
   * Texts separated by commas; none when the variable is not set.
   *
   * @param what each must be, for the fault: "the ARN of a Lambda function"
   */
  public List<String> texts(String name, Pattern each, String what) {
    List<String> texts =
        Arrays.stream(text(name, "").split(",", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .toList();
    for (String text : texts) {
      if (!each.matcher(text).matches()) {
        faults.add("each of %s must be %s; got \"%s\"".formatted(name, what, text));
      }
    }
    return texts;
  }

  /**
   * Returns a certain number of texts separated by commas, or none when the variable is not set.
   *
   * @param what each must be, for the fault: "the URL of a queue"
   */
  public List<String> texts(String name, Pattern each, String what, int count) {
    List<String> texts = texts(name, each, what);
    if (!texts.isEmpty() && texts.size() != count) {
      faults.add("%s must be %d, separated by commas; got %d".formatted(name, count, texts.size()));
      return List.of();
    }
    return texts;
  }

  /** True or false. */
  public boolean flag(String name, boolean otherwise) {
    String value = text(name, String.valueOf(otherwise));
    if (!value.equals("true") && !value.equals("false")) {
      faults.add("%s must be true or false; got \"%s\"".formatted(name, value));
      return otherwise;
    }
    return Boolean.parseBoolean(value);
  }

  /** A whole number from min to max, both included. */
  public int integer(String name, int otherwise, int min, int max) {
    return number(name, text(name, String.valueOf(otherwise)), otherwise, min, max);
  }

  /** One of some whole numbers. */
  public int integer(String name, int otherwise, List<Integer> allowed) {
    String value = text(name, String.valueOf(otherwise));
    for (int number : allowed) {
      if (value.equals(String.valueOf(number))) {
        return number;
      }
    }
    faults.add("%s must be one of %s; got \"%s\"".formatted(name, allowed, value));
    return otherwise;
  }

  /** Whole numbers from min to max, separated by commas; as many as there are defaults. */
  public List<Integer> integers(String name, List<Integer> otherwise, int min, int max) {
    String value = text(name, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    List<Integer> numbers = new ArrayList<>();
    for (String part : value.split(",", -1)) {
      numbers.add(number(name, part.strip(), min, min, max));
    }
    if (numbers.size() != otherwise.size()) {
      faults.add("%s must be %d numbers; got %d".formatted(name, otherwise.size(), numbers.size()));
      return otherwise;
    }
    return List.copyOf(numbers);
  }

  private int number(String name, String value, int otherwise, int min, int max) {
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below, like a number out of range
    }
    faults.add(
        "%s must be a whole number from %d to %d; got \"%s\"".formatted(name, min, max, value));
    return otherwise;
  }

  /**
   * To be called after the last read.
   *
   * @throws Wrong naming every variable that is missing or wrong
   */
  public void check() {
    if (!faults.isEmpty()) {
      throw new Wrong(faults);
    }
  }
}

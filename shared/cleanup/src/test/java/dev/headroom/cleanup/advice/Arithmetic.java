package dev.headroom.cleanup.advice;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reckons what a formula says, from nothing but its text. */
final class Arithmetic {
  private static final Pattern TOKEN = Pattern.compile("\\d+(\\.\\d+)?|[-+*/()]");
  private static final Pattern WORD = Pattern.compile("[a-z]+");

  private final List<String> tokens;
  private int at;

  private Arithmetic(String text) {
    this.tokens =
        TOKEN.matcher(WORD.matcher(text).replaceAll("")).results().map(r -> r.group()).toList();
  }

  /**
   * One equation of a formula.
   *
   * @param about storage or work
   * @param said what stands behind the equals sign
   * @param reckoned what stands before it
   */
  record Equation(String about, double said, double reckoned) {}

  static List<Equation> of(String formula) {
    return Stream.of(formula.split("; ", -1)).map(Arithmetic::equation).toList();
  }

  private static Equation equation(String text) {
    String[] aboutAndSides = text.split(": ", 2);
    String[] sides = aboutAndSides[1].split(" = ", 2);
    return new Equation(aboutAndSides[0], value(sides[1]), value(sides[0]));
  }

  static double value(String text) {
    var arithmetic = new Arithmetic(text);
    double value = arithmetic.sum();
    if (arithmetic.at != arithmetic.tokens.size()) {
      throw new IllegalArgumentException("Not to be reckoned: " + text);
    }
    return value;
  }

  private double sum() {
    double value = product();
    while (is("+") || is("-")) {
      value = next().equals("+") ? value + product() : value - product();
    }
    return value;
  }

  private double product() {
    double value = factor();
    while (is("*") || is("/")) {
      value = next().equals("*") ? value * factor() : value / factor();
    }
    return value;
  }

  private double factor() {
    String token = next();
    if (token.equals("-")) {
      return -factor();
    }
    if (!token.equals("(")) {
      return Double.parseDouble(token);
    }
    double value = sum();
    if (!next().equals(")")) {
      throw new IllegalArgumentException("A bracket is not closed");
    }
    return value;
  }

  private boolean is(String token) {
    return at < tokens.size() && tokens.get(at).equals(token);
  }

  private String next() {
    return tokens.get(at++);
  }
}

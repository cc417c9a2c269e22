package dev.headroom.local.template;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a role allows.
 *
 * @param action such as {@code dynamodb:PutItem}; * and ? are wildcards
 * @param resource an ARN; * and ? are wildcards
 */
public record Permission(String action, String resource) {
  public boolean covers(String anAction, String anArn) {
    return matches(action, anAction) && matches(resource, anArn);
  }

  private static boolean matches(String pattern, String text) {
    String regex =
        Arrays.stream(pattern.split("(?<=[*?])|(?=[*?])"))
            .map(
                part ->
                    switch (part) {
                      case "*" -> ".*";
                      case "?" -> ".";
                      default -> Pattern.quote(part);
                    })
            .collect(Collectors.joining());
    return text.matches(regex);
  }
}

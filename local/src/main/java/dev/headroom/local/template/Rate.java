package dev.headroom.local.template;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How often a schedule fires.
 *
 * @param minutes at least 1
 */
public record Rate(long minutes) {
  private static final Pattern EXPRESSION =
      Pattern.compile("rate\\((\\d{1,6}) (minute|hour|day)s?\\)");

  /** The rate of {@code rate(5 minutes)}; empty for a cron or an at expression. */
  static Optional<Rate> of(String expression) {
    var matcher = EXPRESSION.matcher(expression);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    long minutes =
        switch (matcher.group(2)) {
          case "minute" -> count;
          case "hour" -> Duration.ofHours(count).toMinutes();
          default -> Duration.ofDays(count).toMinutes();
        };
    return minutes == 0 ? Optional.empty() : Optional.of(new Rate(minutes));
  }
}

package dev.headroom.limits;

import dev.headroom.settings.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings that say how often callers may ask.
 *
 * @param enabled when false nothing is counted
 * @param limits of each group
 * @param withoutRedis what holds for each group while Redis does not answer
 */
public record RateLimitSettings(
    boolean enabled,
    Map<RouteGroup, RateLimit> limits,
    Map<RouteGroup, WithoutRedis> withoutRedis) {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String GROUPS = names(RouteGroup.values(), RouteGroup::policy);
  private static final String CHOICES = names(WithoutRedis.values(), WithoutRedis::spelled);
  private static final Pattern CHOICE = Pattern.compile("((" + GROUPS + ")=)?(" + CHOICES + ")");

  /** Reads {@code RATE_LIMIT_*}; faults are told by {@link Settings#check}. */
  public static RateLimitSettings read(Settings settings) {
    var limits = new EnumMap<RouteGroup, RateLimit>(RouteGroup.class);
    var withoutRedis = new EnumMap<RouteGroup, WithoutRedis>(RouteGroup.class);
    List<String> choices =
        settings.texts(
            "RATE_LIMIT_WITHOUT_REDIS", CHOICE, "[group=]choice, of " + GROUPS + ", " + CHOICES);
    for (RouteGroup group : RouteGroup.values()) {
      int requests = settings.integer(group.variable(), group.usual(), 1, RateLimit.MAX_REQUESTS);
      limits.put(group, new RateLimit(requests, MINUTE));
      withoutRedis.put(group, chosen(group, choices));
    }
    return new RateLimitSettings(
        settings.flag("RATE_LIMIT_ENABLED", true), Map.copyOf(limits), Map.copyOf(withoutRedis));
  }

  /** What is said of the group, else what is said of all, else local. */
  private static WithoutRedis chosen(RouteGroup group, List<String> choices) {
    WithoutRedis chosen = WithoutRedis.LOCAL;
    for (WithoutRedis choice : WithoutRedis.values()) {
      if (choices.contains(group.policy() + "=" + choice.spelled())) {
        return choice;
      }
      if (choices.contains(choice.spelled())) {
        chosen = choice;
      }
    }
    return chosen;
  }

  RateLimit limit(RouteGroup group) {
    return limits.getOrDefault(group, new RateLimit(group.usual(), MINUTE));
  }

  /** After so long nothing of a request matters any more. */
  Duration longestWindow() {
    return Arrays.stream(RouteGroup.values())
        .map(group -> limit(group).window())
        .max(Comparator.naturalOrder())
        .orElse(MINUTE);
  }

  WithoutRedis withoutRedis(RouteGroup group) {
    return withoutRedis.getOrDefault(group, WithoutRedis.LOCAL);
  }

  private static <E> String names(E[] all, Function<E, String> spelled) {
    return Arrays.stream(all).map(spelled).collect(Collectors.joining("|"));
  }
}

package dev.headroom.system;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The options of Maven's command line, as Maven hands them over: {@code {port=8080, prot=1}}. */
final class GivenOptions {
  private static final Pattern NAME = Pattern.compile("(?:^\\{|, )([^=,{}\\s]+)=");

  private GivenOptions() {}

  static List<String> names(String properties) {
    return NAME.matcher(properties).results().map((MatchResult name) -> name.group(1)).toList();
  }
}

package dev.headroom.system;

import dev.headroom.local.LocalCloud;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment of a Java program that uses the jobs of the local cloud: the variables that the
 * template's output {@code JobClientEnvironment} names, and where the services are.
 */
final class JobClientEnvironment {
  private static final Pattern NAME = Pattern.compile("(?:^|\\s)(\\w+)=");

  /** The function that has all of the variables. */
  private static final String FUNCTION = "JobsApi";

  private JobClientEnvironment() {}

  static Map<String, String> of(LocalCloud cloud) {
    Map<String, String> all = cloud.engines().environment(FUNCTION);
    var variables = new LinkedHashMap<String, String>();
    NAME.matcher(cloud.template().outputs().getOrDefault("JobClientEnvironment", ""))
        .results()
        .map(name -> name.group(1))
        .filter(all::containsKey)
        .forEach(name -> variables.put(name, all.get(name)));
    all.keySet().stream()
        .filter(name -> name.startsWith("AWS_ENDPOINT_URL_") || name.equals("AWS_REGION"))
        .sorted()
        .forEach(name -> variables.put(name, all.get(name)));
    variables.put("AWS_ACCESS_KEY_ID", "JobClient");
    variables.put("AWS_SECRET_ACCESS_KEY", "local");
    return variables;
  }
}

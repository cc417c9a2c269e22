package dev.headroom.system;

import dev.headroom.local.LocalCloud;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment of a Java program that uses the jobs and the cache of the local cloud: the
 * variables that the template's output {@code JobClientEnvironment} names, and where the services
 * are.
 */
public final class JobClientEnvironment {
  private static final Pattern NAME = Pattern.compile("(?:^|\\s)(\\w+)=");

  /** The function that has all of the variables. */
  private static final String FUNCTION = "JobsApi";

  private JobClientEnvironment() {}

  /** The address of the cache. On AWS it follows from the output {@code CacheEndpoint}. */
  private static final String REDIS_URL = "REDIS_URL";

  /** Returns the variables with their values. */
  public static Map<String, String> of(LocalCloud cloud) {
    Map<String, String> all = cloud.engines().environment(FUNCTION);
    var variables = new LinkedHashMap<String, String>();
    NAME.matcher(cloud.template().outputs().getOrDefault("JobClientEnvironment", ""))
        .results()
        .map(name -> name.group(1))
        .filter(all::containsKey)
        .forEach(name -> variables.put(name, all.get(name)));
    all.keySet().stream()
        .filter(name -> isAddress(name))
        .sorted()
        .forEach(name -> variables.put(name, all.get(name)));
    variables.put("AWS_ACCESS_KEY_ID", "JobClient");
    variables.put("AWS_SECRET_ACCESS_KEY", "local");
    return variables;
  }

  private static boolean isAddress(String name) {
    return name.startsWith("AWS_ENDPOINT_URL_")
        || name.equals("AWS_REGION")
        || name.equals(REDIS_URL);
  }
}

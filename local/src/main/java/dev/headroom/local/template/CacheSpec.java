package dev.headroom.local.template;

/** A serverless cache of the template, which speaks Redis' protocol. */
public record CacheSpec(String name) {
  static final String PORT = "6379";

  /** What the attribute Endpoint.Address of a cache gives. */
  static String address(String name) {
    return name + ".serverless." + Arn.REGION + ".cache.amazonaws.com";
  }

  /** Where it is on AWS, with TLS, as it stands in the template's values. */
  public String url() {
    return "rediss://" + address(name) + ":" + PORT;
  }
}

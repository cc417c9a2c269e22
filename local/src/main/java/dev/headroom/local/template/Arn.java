package dev.headroom.local.template;

/** Amazon resource names as the local cloud gives them: one account, one region. */
public final class Arn {
  public static final String REGION = "us-east-1";
  public static final String ACCOUNT = "000000000000";

  private Arn() {}

  private static String of(String service, String resource) {
    return "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
  }

  public static String table(String name) {
    return of("dynamodb", "table/" + name);
  }

  public static String queue(String name) {
    return of("sqs", name);
  }

  public static String function(String name) {
    return of("lambda", "function:" + name);
  }

  public static String schedule(String name) {
    return of("scheduler", "schedule/default/" + name);
  }

  public static String rule(String name) {
    return of("events", "rule/" + name);
  }

  static String logGroup(String name) {
    return of("logs", "log-group:" + name + ":*");
  }

  static String bucket(String name) {
    return "arn:aws:s3:::" + name;
  }

  static String role(String name) {
    return "arn:aws:iam::" + ACCOUNT + ":role/" + name;
  }

  /** The last part of an ARN whose last part is a plain name, such as a queue's or a role's. */
  static String name(String arn) {
    return arn.substring(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
  }
}
